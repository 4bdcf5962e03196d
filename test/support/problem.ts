import { expect } from '@jest/globals';
import { type RefusalCode, refusals } from '#domain/refusal';
import type { Answer } from './test-app.js';

/** A "no" in the native dialect (RFC 9457): its code, its sentence, where it is explained, and what is at fault. */
export function expectProblem(answer: Answer, status: number, code: RefusalCode, members?: readonly string[], more: object = {}): void {
  expect(`${answer.status} ${answer.body?.code}`).toBe(`${status} ${code}`);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).toEqual({
    type: expect.stringMatching(new RegExp(`^https?://[^/]+/docs/refusals#${code.replace('/', '-')}$`)),
    status,
    title: refusals[code],
    code,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...more,
    ...(members && { members: Object.fromEntries(members.map((name) => [name, [expect.any(String)]])) }),
  });
}

/** A "no" that has no code of ours: the status says it all. */
export function expectPlainProblem(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ type: 'about:blank', status, title: expect.any(String) });
}

export const position = expect.stringMatching(/^[0-9a-f-]{36}:\d+$/);
export const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
