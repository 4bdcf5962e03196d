import type { Answer } from './test-app.js';

/** The session's cookie as an answer sets it, for the next request. */
export function sessionCookieIn({ headers, status }: Answer): { cookie: string } {
  const set = [headers['set-cookie']].flat().find((text) => text?.startsWith('keyledger_session='));
  if (!set) throw new Error(`The answer, a ${status}, sets no session cookie.`);
  return { cookie: set.split(';', 1)[0] };
}
