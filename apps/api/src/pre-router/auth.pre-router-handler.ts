import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { refusals } from '#domain/refusal';
import { isUnscoped } from '#domain/role';
import type { Clock } from '#event-store/clock';
import { limits } from '#installation/config';
import type { Logger } from '#installation/logger';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { CredentialJudge, Judged } from '../edge/authentication/credential-judge.js';
import { headerCredential, ownRules } from '../edge/authentication/header-credential.js';
import { statusOf } from '../edge/http/failure.js';
import { hasSingleHostHeader } from '../edge/http/host-header.js';
import { positionOf } from '../edge/http/position.hook.js';
import { problemOf } from '../edge/http/problem.js';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';
import { newId } from '../edge/ids.js';
import type { RefusedAttempts } from '../features/activity/refused-attempts.js';
import type { LastUses } from '../features/tokens/last-uses.js';
import type { AnswerCounts, PreRouterHandler } from './pre-router-handler.js';

const path = '/v1/auth';
const problem = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' };
const challenge = { ...problem, 'WWW-Authenticate': 'Bearer realm="keyledger"' };
const retry = { ...problem, 'Retry-After': '1' };

interface AuthParts {
  readonly credentialJudge: CredentialJudge;
  readonly validity: TokenValidity;
  readonly clock: Clock;
  readonly lastUses: LastUses;
  readonly attempts: RefusedAttempts;
  readonly proxies: TrustedProxies;
  readonly logger: Logger;
  /** Absent while nobody reads them. */
  readonly answers: AnswerCounts | undefined;
  /** Where the `type` of a problem begins. */
  readonly publicUrl: string;
}

/**
 * `GET /v1/auth`: the sub-request of a reverse proxy. It answers 200, 401, 403 or 503 and nothing else, because nginx turns any other
 * status into 500. Every request of a protected application passes here, so it is answered before the router, without hooks, guards and
 * filters; other spellings of the path get the same answer behind the router.
 */
export class AuthPreRouterHandler implements PreRouterHandler {
  constructor(private readonly parts: AuthParts) {}

  /** Errors that the router finds go to `errorHandler`: the one that Nest sets later applies only to routes after it. */
  register(fastify: FastifyInstance, errorHandler: RouteShorthandOptions['errorHandler']): void {
    fastify.get(path, { errorHandler }, (request, reply) => {
      reply.hijack();
      this.#answer(request.raw, reply.raw);
    });
  }

  handles(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.url !== path || request.method !== 'GET' || !hasSingleHostHeader(request)) return false;
    this.#answer(request, response);
    return true;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { answers } = this.parts;
    const beganMs = answers ? performance.now() : 0;
    const minPosition = request.headers['keyledger-min-position'];
    if (minPosition !== undefined) {
      return void this.#answerWhenReached(minPosition, request, response).then(() => answers?.note(response.statusCode, beganMs));
    }
    try {
      this.#judge(request, response);
    } catch (cause) {
      this.#fail(response, cause);
    }
    answers?.note(response.statusCode, beganMs);
  }

  /** A position that cannot be reached, or is none, is 503, because a proxy understands no 400 here. */
  async #answerWhenReached(text: string | string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { validity } = this.parts;
    try {
      const position = typeof text === 'string' ? positionOf(text, validity.logId) : null;
      const isReached = position !== null && (await validity.reached(position, limits.minPositionWaitMs));
      if (isReached) this.#judge(request, response);
      else this.#refuse(response, 'service/not-caught-up');
    } catch (cause) {
      this.#fail(response, cause);
    }
  }

  #judge(request: IncomingMessage, response: ServerResponse): void {
    const { credentialJudge, clock, lastUses, attempts, proxies } = this.parts;
    const presented = headerCredential(request.rawHeaders, ownRules);
    const nowMs = clock.nowMs();
    const address = () => proxies.sourceOf(request);
    const judged = presented.is === 'credential' ? credentialJudge.judge(presented.text, presented.scheme, address, nowMs) : null;
    if (judged?.verdict.active && judged.token) {
      const from = () => ({ ip: address(), userAgent: request.headers['user-agent'] });
      lastUses.note(judged.token, nowMs, from, judged.generation);
      return this.#accept(response, judged);
    }
    if (judged && !judged.verdict.active) {
      const { verdict, token } = judged;
      const whose = { organizationId: token?.organizationId ?? null, tokenId: token?.id ?? null };
      attempts.note({ reason: verdict.reason, source: address(), ...whose });
    }
    this.#refuse(response, presented.is === 'none' ? 'credential/missing' : 'credential/invalid');
  }

  /** Values are ids and enum words, never a text that a person typed. */
  #accept(response: ServerResponse, { verdict, token }: Judged): void {
    if (!verdict.active || !token) return;
    const { serviceAccounts } = this.parts.validity.principals;
    const scope = token.ownerKind === 'service-account' ? serviceAccounts.get(token.ownerId) : undefined;
    const isEverywhere = isUnscoped(verdict.role);
    const workspaces = isEverywhere ? '*' : listed(scope?.workspaceIds ?? [], scopeBytesMax);
    const projects = isEverywhere ? '*' : listed(scope?.projectIds ?? [], scopeBytesMax - workspaces.length);
    this.#write(response, 200, [
      'Cache-Control',
      'no-store',
      'Content-Length',
      '0',
      'X-Keyledger-User',
      token.ownerId,
      'X-Keyledger-Kind',
      token.ownerKind,
      'X-Keyledger-Role',
      verdict.role,
      'X-Keyledger-Organization',
      token.organizationId,
      'X-Keyledger-Token',
      token.id,
      'X-Keyledger-Workspaces',
      workspaces,
      'X-Keyledger-Projects',
      projects,
    ]);
  }

  #refuse(
    response: ServerResponse,
    code: 'credential/missing' | 'credential/invalid' | `service/${'not-caught-up' | 'unavailable'}`,
  ): void {
    const status = statusOf[code];
    const body = JSON.stringify(problemOf({ status, code, detail: refusals[code] }, newId(), this.parts.publicUrl));
    const headers = { ...(status === 401 ? challenge : retry), 'Content-Length': String(Buffer.byteLength(body)) };
    this.#write(response, status, Object.entries(headers).flat(), body);
  }

  /** What fails says neither yes nor no. */
  #fail(response: ServerResponse, cause: unknown): void {
    this.parts.logger.error('a credential could not be judged', { cause });
    if (!response.headersSent) this.#refuse(response, 'service/unavailable');
  }

  #write(response: ServerResponse, status: number, headers: string[], body?: string): void {
    response.writeHead(status, headers);
    response.end(body);
  }
}

/** For an answer without a list that is longer: ids hold no such character. */
const tooLong = '!';

/**
 * A proxy reads the head of an answer into a buffer of 4 KiB and fails if it is larger. The head is less than 600 bytes without the two
 * lists, and stays below 3 KiB with them.
 */
const scopeBytesMax = 2400;

/** Ids with commas between them, or `!` where they take more than `bytesMax`: never a part of a list, which would be another list. */
function listed(ids: readonly string[], bytesMax: number): string {
  let bytes = ids.length - 1;
  for (const id of ids) {
    bytes += id.length;
    if (bytes > bytesMax) return tooLong;
  }
  return ids.join(',');
}
