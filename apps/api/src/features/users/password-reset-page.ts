import { html } from '../../edge/pages/html.js';
import { passwordField } from '../../edge/pages/html-form.js';
import { htmlPage } from '../../edge/pages/html-page.js';
import { signInPath } from '../../edge/pages/page-addresses.js';

/** Where the script of the page is: the content security policy allows none in the page itself. */
export const passwordResetScriptPath = '/user/password-reset.js';

/**
 * The page that a reset link opens. The secret stays in the fragment: the script sends it in a body, and the server never sees it in a URL.
 */
export function passwordResetPage(basePath: string): string {
  const main = html`<div class="card"><h1>Choose a new password</h1>
<p class="problem" role="alert" id="problem" hidden></p>
<form id="reset" action="${basePath}/v1/password-resets" hidden>
${passwordField({ label: 'New password', name: 'password', autocomplete: 'new-password', isFirst: true })}
<button>Set password</button></form>
<p id="done" role="status" hidden>The new password is set, and everything that was signed in with the old one has ended.
<a href="${basePath}${signInPath}">Sign in</a></p>
<noscript><p class="problem">This page needs JavaScript: the link's secret is kept out of every address that is sent.</p></noscript></div>
<script src="${basePath}${passwordResetScriptPath}"></script>`;
  return htmlPage({ title: 'New password', main, basePath, layout: 'small', hasScript: true });
}

export const passwordResetScript = `const [form, problem, done] = ['reset', 'problem', 'done'].map((id) => document.getElementById(id));
const say = (text) => {
  problem.textContent = text;
  problem.hidden = text === '';
};
const look = () => {
  const isWhole = location.hash.length > 1;
  form.hidden = !isWhole;
  say(isWhole ? '' : 'This address is not whole: open the reset link as it was given to you.');
  if (isWhole) form.password.focus();
};
addEventListener('hashchange', look);
look();
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button:not([type])');
  button.disabled = true;
  try {
    const body = JSON.stringify({ secret: location.hash.slice(1), newPassword: form.password.value });
    const answer = await fetch(form.action, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    say(answer.ok ? '' : (await answer.json()).title);
    form.hidden = answer.ok;
    done.hidden = !answer.ok;
    if (answer.ok) done.querySelector('a').focus();
  } catch {
    say('The server cannot be reached. Nothing was changed; try again.');
  }
  button.disabled = false;
});
`;
