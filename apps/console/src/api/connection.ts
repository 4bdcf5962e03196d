import { useSyncExternalStore } from 'react';

/** Whether the server can be asked. It cannot where the browser has no network, or where nothing answers. */
type Connection = 'online' | 'offline' | 'unreachable';

const asksEveryMs = 2_000;

let isUnreachable = false;
let isAsking = false;
const listeners = new Set<() => void>();

const announce = () => {
  for (const listener of listeners) listener();
};
window.addEventListener('online', announce);
window.addEventListener('offline', announce);

const current = (): Connection => {
  if (!navigator.onLine) return 'offline';
  return isUnreachable ? 'unreachable' : 'online';
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnection = (): Connection => useSyncExternalStore(subscribe, current);

/**
 * A request had no answer. One alone may be cut off, so that `isAnswering` asks for something else; where that has no answer either, the
 * server is unreachable until it has one.
 */
export async function noteNoAnswer(isAnswering: () => Promise<boolean>): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  while (!(await isAnswering())) {
    setUnreachable(true);
    await untilNextTime();
  }
  setUnreachable(false);
  isAsking = false;
}

function setUnreachable(value: boolean): void {
  isUnreachable = value;
  announce();
}

/** A network that is there again is worth a try at once. */
const untilNextTime = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, asksEveryMs);
    window.addEventListener('online', () => resolve(), { once: true });
  });
