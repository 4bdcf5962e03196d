import type { FastifyReply } from 'fastify';
import type { Failure } from './failure.js';

/** RFC 9457. `type` leads to the section of the refusal reference that explains cause and remedy. */
export function problemOf(failure: Failure, requestId: string): Record<string, unknown> {
  const { status, code, detail, members, createdId: id } = failure;
  const type = code === 'http' ? 'about:blank' : `/docs/refusals#${code.replace('/', '-')}`;
  return { type, status, title: detail, ...(code !== 'http' && { code }), ...(members && { members }), ...(id && { id }), requestId };
}

/** `more` are members that a surface adds; `scheme` is how one authenticates there. */
export function writeProblem(
  reply: FastifyReply,
  failure: Failure,
  requestId: string,
  { scheme = 'Bearer', ...more }: Readonly<Record<string, string>> = {},
): void {
  if (failure.status === 401) reply.header('WWW-Authenticate', `${scheme} realm="keyledger"`);
  reply
    .status(failure.status)
    .type('application/problem+json')
    .send({ ...problemOf(failure, requestId), ...more });
}
