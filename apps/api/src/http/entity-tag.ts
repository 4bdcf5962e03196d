import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';

/** A strong entity tag (RFC 9110 §8.8.3): the same for the same representation, another for any other. */
export const entityTag = (view: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`;

/** The tag that a request says it was made on; null for none, and for `*`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const tag = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return tag === undefined || tag.trim() === '*' ? null : tag.trim();
});

/** @throws Refusal request/precondition-failed when the request was made on another representation than this one */
export function requireMatch(tag: string | null, view: unknown): void {
  if (tag !== null && tag !== entityTag(view)) throw new Refusal('request/precondition-failed');
}
