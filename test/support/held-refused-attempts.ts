import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import type { TestApp } from './test-app.js';

/**
 * What was refused is recorded when the test says so, until the next restart: a server does it once a minute, and a minute may end between
 * two attempts that a test counts together. Returns what records it.
 */
export function heldRefusedAttempts(app: TestApp): () => Promise<void> {
  const attempts = app.get(RefusedAttempts);
  const flush = attempts.flush.bind(attempts);
  attempts.flush = async () => {};
  return flush;
}
