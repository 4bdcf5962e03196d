import { useSyncExternalStore } from 'react';

/** What one person chose for this browser. Nothing else is ever stored in it. */
interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly isUtc: boolean;
  /** Times are shown to the second instead of as a distance from now. */
  readonly isExact: boolean;
  readonly hasShortcuts: boolean;
  /** The setup checklist of a young organization is dismissed for ever. */
  readonly isSetUp: boolean;
}

const key = 'keyledger.preferences';
const usual: Preferences = { theme: 'system', isUtc: false, isExact: false, hasShortcuts: true, isSetUp: false };
const listeners = new Set<() => void>();
let current = stored();

function stored(): Preferences {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return usual;
  }
}

/** Changes some of them and keeps them where the browser allows it. */
export function prefer(some: Partial<Preferences>): void {
  current = { ...current, ...some };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing has them until the page is left.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

/** The style sheet asks for the theme at the root element. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = current.theme;
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
