import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Failure } from '../http/failure.js';
import { type Html, html } from './html.js';

const formKey = 'keyledger:form';

declare module 'fastify' {
  interface FastifyContextConfig {
    [formKey]?: ShowAgain;
  }
}

/** A form that was sent and is shown again. */
export interface RefusedForm {
  readonly failure: Failure;
  /** What was entered, as far as it arrived; never anything that was checked. */
  readonly entered: Readonly<Record<string, unknown>>;
  readonly basePath: string;
}

/** Makes the page with the form and with what was wrong. */
export type ShowAgain = (refused: RefusedForm) => string;

/** The route takes a form. Whatever refuses it, the form comes back with a sentence. */
export const TakesForm = (showAgain: ShowAgain) => RouteConfig({ [formKey]: showAgain });

const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** How the form that a request sent is shown again; undefined where none was sent. */
export const formOf = ({ routeOptions, headers }: FastifyRequest): ShowAgain | undefined =>
  isForm.test(headers['content-type'] ?? '') ? routeOptions?.config?.[formKey] : undefined;

/** A text field of a refused form, shortened to what a field may hold. Empty where nothing of the kind was entered. */
export const enteredText = (entered: Readonly<Record<string, unknown>>, name: string): string => {
  const value = entered[name];
  return typeof value === 'string' ? value.slice(0, 320) : '';
};

/** What was wrong, read out at once. Nothing where nothing was. */
export function problemIn(failure: Failure | null, sentence = failure?.detail ?? ''): Html | null {
  if (failure === null) return null;
  const seconds = failure.retryAfterSeconds;
  const wait = seconds === undefined ? null : html` <span data-countdown="${seconds}">Try again in ${seconds} seconds.</span>`;
  return html`<p class="problem" role="alert" id="problem">${sentence}${wait}</p>`;
}

export interface PasswordField {
  readonly label: string;
  readonly name: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly isFirst?: boolean;
}

const newPasswordHint = 'At least 15 characters, and not a common one.';

/** A field for a password, with a button that shows it, which only the script of the page makes visible. */
export function passwordField({ label, name, autocomplete, isFirst = false }: PasswordField): Html {
  const isNew = autocomplete === 'new-password';
  const limits = isNew ? html` minlength="15" maxlength="1024" aria-describedby="${name}-hint"` : null;
  const focus = isFirst ? html` autofocus` : null;
  return html`<div class="secret"><label for="${name}">${label}
</label><input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" required${limits}${focus}>
<button type="button" class="quiet" data-shows="${name}" data-what="the ${label.toLowerCase()}"
aria-label="Show the ${label.toLowerCase()}" hidden>Show</button>
${isNew ? html`<span class="hint" id="${name}-hint">${newPasswordHint}</span>` : null}</div>`;
}
