import type { FastifyReply } from 'fastify';
import { anchorOf, type Failure } from './failure.js';

/** RFC 9457. `type` is the URL, on this server, of the section that explains the refusal and its remedy. */
export function problemOf(failure: Failure, requestId: string, publicUrl: string): Record<string, unknown> {
  const { status, code, detail, members, readModel, createdId: id } = failure;
  const type = code === 'http' ? 'about:blank' : `${publicUrl}/docs/refusals#${anchorOf(code)}`;
  const more = { ...(members && { members }), ...(readModel && { readModel }), ...(id && { id }) };
  return { type, status, title: detail, ...(code !== 'http' && { code }), ...more, requestId };
}

/** Its JSON Schema. */
export const problemDocument = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'status', 'title', 'requestId'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    code: { type: 'string', description: 'One of the refusal codes.' },
    members: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    readModel: { type: 'string', description: 'The read model that is behind, where an answer waits for one.' },
    requestId: { type: 'string' },
  },
};

/** RFC 9110 §11.6.1: whoever is asked for a credential is told how to send one. */
export function challenge(reply: FastifyReply, { status }: Failure, scheme = 'Bearer'): void {
  if (status === 401) reply.header('WWW-Authenticate', `${scheme} realm="keyledger"`);
}

/** `more` are members that a surface adds; `scheme` is the authentication scheme of that surface. */
export function writeProblem(
  reply: FastifyReply,
  failure: Failure,
  requestId: string,
  publicUrl: string,
  { scheme = 'Bearer', ...more }: Readonly<Record<string, string>> = {},
): void {
  challenge(reply, failure, scheme);
  reply
    .status(failure.status)
    .type('application/problem+json')
    .send({ ...problemOf(failure, requestId, publicUrl), ...more });
}
