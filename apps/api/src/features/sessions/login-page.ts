import type { Failure } from '../../edge/http/failure.js';
import { html } from '../../edge/pages/html.js';
import { passwordField, problemIn } from '../../edge/pages/html-form.js';
import { htmlPage } from '../../edge/pages/html-page.js';
import { ownPage, signInPath } from '../../edge/pages/page-addresses.js';

interface Shown {
  /** Null when the page is asked for; otherwise why the form comes back. */
  readonly failure: Failure | null;
  /** As it was entered before, whatever it was. */
  readonly email: string;
  /** Where signing in is to lead; ignored unless it is one of our pages. */
  readonly next: string | undefined;
  readonly basePath: string;
}

/** In the words of the form, where those of the API speak of routes and members. */
const sentences: Partial<Record<Failure['code'], string>> = {
  'request/invalid': 'Enter an e-mail address and a password.',
  'sign-in/throttled': 'Too many attempts.',
  'permission/cross-origin': 'A page of another site has sent this form. Sign in here.',
};

export function loginPage({ failure, email, next, basePath }: Shown): string {
  const page = ownPage(next);
  const isKept = email !== '';
  const main = html`<div class="card"><h1>Sign in</h1>
${problemIn(failure, failure ? sentences[failure.code] : undefined)}
<form method="post" action="${basePath}${signInPath}">
${page === null ? null : html`<input type="hidden" name="next" value="${page}">`}
<label for="email">E-mail address <input id="email" name="email" type="email" autocomplete="username" maxlength="320" required
value="${email}"${isKept ? null : html` autofocus`}></label>
${passwordField({ label: 'Password', name: 'password', autocomplete: 'current-password', isFirst: isKept })}
<button>Sign in</button></form>
<p class="hint">Forgotten it? An administrator of your organization can make you a link with which you choose a new password.</p></div>`;
  return htmlPage({ title: 'Sign in', main, basePath, layout: 'small', hasScript: true });
}
