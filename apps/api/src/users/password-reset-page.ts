import { pageStyle } from '../http/page-style.js';

/** Where a reset link leads. The secret stays in the fragment: the script sends it in a body, the server never sees it in a URL. */
export const passwordResetPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>New password · Keyledger</title>
<style>${pageStyle}</style></head>
<body><form id="reset"><h1>Choose a new password</h1>
<p role="alert" id="problem" hidden></p>
<label>New password
<input id="password" type="password" autocomplete="new-password" minlength="15" maxlength="1024" required autofocus></label>
<button>Set password</button>
<noscript><p role="alert">This page needs JavaScript: the link's secret is kept out of every address that is sent.</p></noscript>
</form><script src="/user/password-reset.js"></script></body></html>`;

/** The script of the page, a resource of its own because the content policy allows no script within a page. */
export const passwordResetScript = `const form = document.getElementById('reset');
const problem = document.getElementById('problem');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ secret: location.hash.slice(1), newPassword: document.getElementById('password').value });
  const answer = await fetch('/v1/password-resets', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (answer.status === 204) return location.replace('/user/login/');
  problem.textContent = (await answer.json()).title;
  problem.hidden = false;
});
`;
