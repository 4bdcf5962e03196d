import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';

/** A strong entity tag (RFC 9110 §8.8.3): equal for equal representations, different for different ones. */
export const entityTag = (view: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;

/** The tags of the request's If-Match, one of which must match; null for no header and for `*`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const tags = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return tags === undefined || tags.trim() === '*' ? null : tags;
});

/** @throws Refusal request/precondition-failed when the request was made on another representation than the present one */
export function requireMatch(tags: string | null, view: unknown): void {
  if (tags === null) return;
  // Weak tags never match (RFC 9110 §13.1.1), and our own tags contain no comma.
  const isFit = tags.split(',').some((tag) => tag.trim() === entityTag(view));
  if (!isFit) throw new Refusal('request/precondition-failed');
}

/**
 * Sends the tag of what a GET or HEAD answers: with 304, of which the server sends no body, if the client says that it has just that.
 */
export function tagAnswer({ headers }: FastifyRequest, reply: FastifyReply, tag: string): void {
  reply.header('ETag', tag);
  // Here a weak tag matches as well (RFC 9110 §13.1.2); a proxy that compresses makes it one.
  const known = (headers['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (known.includes(tag) || known.includes('*')) reply.status(304);
}
