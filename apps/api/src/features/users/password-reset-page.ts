import { htmlForm } from '../../edge/pages/html-form.js';

/**
 * The page that a reset link opens. The secret stays in the fragment: the script sends it in a body, and the server never sees it in a URL.
 */
export const passwordResetPage = htmlForm(
  'New password',
  `<form id="reset"><h1>Choose a new password</h1>
<p role="alert" id="problem" hidden></p>
<label>New password
<input id="password" type="password" autocomplete="new-password" minlength="15" maxlength="1024" required autofocus>
<small>At least 15 characters, and not a common one.</small></label>
<button>Set password</button>
<noscript><p role="alert">This page needs JavaScript: the link's secret is kept out of every address that is sent.</p></noscript>
</form><script src="/user/password-reset.js"></script>`,
);

/** The script of the page is a resource of its own, because the content security policy allows no inline script. */
export const passwordResetScript = `const form = document.getElementById('reset');
const problem = document.getElementById('problem');
const say = (text) => {
  problem.textContent = text;
  problem.hidden = false;
};
if (location.hash === '') say('This address is not whole: open the reset link as it was given to you.');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ secret: location.hash.slice(1), newPassword: document.getElementById('password').value });
  const answer = await fetch('/v1/password-resets', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (answer.status === 204) return location.replace('/user/login/');
  say((await answer.json()).title);
});
`;
