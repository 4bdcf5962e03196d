/** The script of pages with a form. It adds what a page cannot do by itself, and no page needs it. */
export const pageScript = `for (const button of document.querySelectorAll('[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener('click', () => {
    const isShown = field.type === 'password';
    field.type = isShown ? 'text' : 'password';
    button.textContent = isShown ? 'Hide' : 'Show';
    button.setAttribute('aria-label', button.textContent + ' ' + button.dataset.what);
  });
  // What is shown is a password again before the browser keeps it as a text.
  field.form?.addEventListener('submit', () => (field.type = 'password'));
}
for (const place of document.querySelectorAll('[data-countdown]')) {
  const until = performance.now() + 1000 * Number(place.dataset.countdown);
  const timer = setInterval(() => {
    const left = Math.ceil((until - performance.now()) / 1000);
    place.textContent = left > 0 ? 'Try again in ' + left + (left === 1 ? ' second.' : ' seconds.') : 'You can try again now.';
    if (left <= 0) clearInterval(timer);
  }, 1000);
}
`;
