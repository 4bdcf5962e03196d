import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { namesOf, requestClassesOf } from './request-classes.js';
import { pathOf } from './surface.js';

interface Declared {
  readonly takesBody: boolean;
  readonly body: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
}

type Problems = Record<string, string[]>;

/** A refusal that names more members is longer and helps no further. */
const namedMax = 20;

/**
 * Compares each request with the classes that its route declares. On `/v1` unknown members are refused, because the client believes that
 * they do something. On other surfaces they are ignored, as Label Studio, RFC 6749 §3.2 and pages do, and removed from the request, so that
 * no handler acts on a member that no class has checked.
 */
@Injectable()
export class DeclaredMembersGuard implements CanActivate {
  readonly #declared = new Map<unknown, Declared>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = this.#declaredBy(context.getClass(), context.getHandler());
    if (pathOf(request).startsWith('/v1/')) refuseSurplus(request, declared);
    else dropSurplus(request, declared);
    return true;
  }

  #declaredBy(controller: Type, handler: { readonly name: string }): Declared {
    let declared = this.#declared.get(handler);
    if (!declared) {
      const { body, query } = requestClassesOf(controller, handler.name);
      declared = { takesBody: body !== null, body: namesOf(body), query: namesOf(query) };
      this.#declared.set(handler, declared);
    }
    return declared;
  }
}

/** @throws Refusal request/invalid, naming the unknown members */
function refuseSurplus(request: FastifyRequest, declared: Declared): void {
  const problems: Problems = { ...surplusIn(request.query, declared.query), ...surplusIn(request.body, declared.body) };
  if (!declared.takesBody && hasOtherBody(request)) problems.body = ['This route takes no body.'];
  if (Object.keys(problems).length > 0) throw new Refusal('request/invalid', problems);
}

function surplusIn(sent: unknown, declared: ReadonlySet<string>): Problems {
  const surplus = isObject(sent) ? Object.keys(sent).filter((name) => !declared.has(name)) : [];
  return Object.fromEntries(surplus.slice(0, namedMax).map((name) => [name, [`property ${name} should not exist`]]));
}

/** Whether the request has a body that is no object. The body of a GET is never read, so only its length is looked at. */
function hasOtherBody({ method, headers, body }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return body !== undefined && !isObject(body);
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

function dropSurplus(request: FastifyRequest, declared: Declared): void {
  request.query = namedIn(request.query, declared.query);
  // A body that is no object is refused by the code that reads it, in the words of its surface.
  if (!declared.takesBody) request.body = undefined;
  else if (isObject(request.body)) request.body = namedIn(request.body, declared.body);
}

function namedIn(sent: unknown, declared: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(sent as object).filter(([name]) => declared.has(name)));
}

const isObject = (sent: unknown): sent is object => typeof sent === 'object' && sent !== null && !Array.isArray(sent);
