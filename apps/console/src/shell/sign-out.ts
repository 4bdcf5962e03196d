import { send } from '../api/call.js';

const channel = new BroadcastChannel('keyledger.session');

/** Where a person signs in; with `next`, they come back to this page. */
export const signInAddress = (isBack: boolean): string => {
  const address = new URL('../user/login/', document.baseURI);
  // The server knows its pages by their path below its own root.
  const root = new URL('..', document.baseURI).pathname;
  const here = `/${location.pathname.slice(root.length)}${location.search}`;
  if (isBack) address.searchParams.set('next', here);
  return address.href;
};

/** Ends the session, and takes every tab of this browser to the sign-in page. Nobody is signed out where nothing answers. */
export async function signOut(): Promise<void> {
  const response = await send('DELETE /v1/sessions/current').catch(() => null);
  if (response === null) return;
  channel.postMessage('signed-out');
  location.assign(signInAddress(false));
}

/** Leaves this tab when another one signs out. */
export function leaveWithOthers(): void {
  channel.addEventListener('message', ({ data }) => {
    if (data === 'signed-out') location.assign(signInAddress(false));
  });
}
