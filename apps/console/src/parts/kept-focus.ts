import { useEffect } from 'react';

/** What had the focus last outside of every dialog and menu, and the row of a table that it is in. */
let last: { readonly element: HTMLElement; readonly row: HTMLElement | null } | null = null;

document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement) || target.closest('.overlay, .popover')) return;
  last = { element: target, row: target.closest('tr') };
});

const isThere = (element: HTMLElement | null | undefined): element is HTMLElement => element?.isConnected ?? false;

/**
 * Where a dialog leaves no focus behind, because what opened it is gone, it goes to where it was before the first dialog, to the row of
 * that, or to the heading of the page. Somebody who sees nothing would have to begin at the top otherwise.
 */
export function useKeptFocus(): void {
  useEffect(
    () => () => {
      // What the dialog itself does about the focus takes until the next frame.
      requestAnimationFrame(() => requestAnimationFrame(recover));
    },
    [],
  );
}

function recover(): void {
  if (document.activeElement !== document.body) return;
  const target = [last?.element, last?.row, document.querySelector<HTMLElement>('main h1')].find(isThere);
  if (target === last?.row) target?.setAttribute('tabindex', '-1');
  target?.focus();
}
