import { ownChoice } from './known-password-strength.js';
import type { TestApp } from './test-app.js';

/** Somebody whom another person registered with a password chooses another one, and may do everything then. Answers how they sign in. */
export async function chooseOwnPassword(app: TestApp, { email, password }: { email: string; password: string }) {
  const headers = await app.signIn({ email, password });
  const body = { currentPassword: password, newPassword: ownChoice };
  const { status, text } = await app.request('PUT', '/v1/users/me/password', { headers, body });
  if (status !== 204) throw new Error(`Choosing a password answered ${status}: ${text}`);
  return { email, password: ownChoice };
}
