import { expect } from '@jest/globals';
import type { Answer } from './test-app.js';

/** Label Studio's envelope around a "no", word for word. */
export function expectEnvelope(answer: Answer, status: number, detail: string, validationErrors?: Record<string, string[]>): void {
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status_code: status,
    version: expect.any(String),
    detail,
    exc_info: null,
    ...(validationErrors && { validation_errors: validationErrors }),
  });
}

/** Both spellings of a path: Label Studio serves them alike, and never redirects. */
export const spellings = (path: string) => [path, `${path}/`];
