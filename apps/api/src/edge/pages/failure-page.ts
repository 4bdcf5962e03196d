import type { FastifyReply } from 'fastify';
import { acceptsHtml, acceptsOnlyJson } from '../http/accept.js';
import { below, type Failed } from '../http/dialects.js';
import { anchorOf, type Failure } from '../http/failure.js';
import { challenge } from '../http/problem.js';
import { pathOf } from '../http/surface.js';
import { html } from './html.js';
import { formOf, problemIn } from './html-form.js';
import { htmlPage, sendPage } from './html-page.js';
import { ownPasswordPath, signInAt } from './page-addresses.js';

/** Answers of `/v1` are read by programs, also where a page of ours has them fetched or a person looks at one in a browser. */
const isForPrograms = below('/v1');

/**
 * Answers a browser with a page instead of a problem document: with the form that it sent, with the page to which the refusal leads, or
 * with the refusal in words. Returns whether it did.
 */
export function answerBrowser(reply: FastifyReply, { failure, request, basePath }: Failed): boolean {
  const showAgain = formOf(request);
  if (showAgain && !acceptsOnlyJson(request)) {
    challenge(reply, failure);
    sendPage(reply, failure.status, showAgain({ failure, entered: (request.body ?? {}) as Record<string, unknown>, basePath }));
    return true;
  }
  if (!acceptsHtml(request) || isForPrograms(pathOf(request))) return false;
  const elsewhere = placeFor(failure, request.method === 'GET' ? request.url : undefined);
  if (elsewhere !== null) {
    reply
      .status(302)
      .header('Location', basePath + elsewhere)
      .send();
    return true;
  }
  challenge(reply, failure);
  sendPage(reply, failure.status, failurePage(failure, request.id, basePath));
  return true;
}

/** Where a person does what the refusal asks for; null where no page does. `page` is the one that was asked for. */
function placeFor({ status, code }: Failure, page: string | undefined): string | null {
  if (status === 401) return signInAt(page);
  return code === 'permission/password-change-required' ? ownPasswordPath : null;
}

const titles: Readonly<Record<number, string>> = {
  400: 'This request cannot be answered',
  403: 'This is not allowed',
  404: 'There is no such page',
  405: 'There is no such page',
  413: 'This is too large',
  429: 'Too much at once',
  503: 'Not available at the moment',
};

/** A refusal in words. It says nothing that was sent. */
function failurePage(failure: Failure, requestId: string, basePath: string): string {
  const { status, code, detail } = failure;
  const title = titles[status] ?? (status >= 500 ? 'Something went wrong' : titles[400]);
  const explained = html`<p><a href="${basePath}/docs/refusals#${code === 'http' ? '' : anchorOf(code)}">What this means</a></p>`;
  const main = html`<div class="card"><h1>${title}</h1>
${failure.retryAfterSeconds === undefined ? html`<p>${detail}</p>` : problemIn(failure)}
${code === 'http' ? null : explained}
<p><a href="${basePath}/">Go to the start page</a></p>
<p class="hint">Status ${status}, request <code>${requestId}</code></p></div>`;
  return htmlPage({ title, main, basePath, layout: 'small', hasScript: failure.retryAfterSeconds !== undefined });
}
