import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusals } from '#domain/refusal';
import { isUnscoped } from '#domain/role';
import type { Clock } from '#event-store/clock';
import type { TokenValidity } from '#projections/token-validity';
import type { RefusedAttempts } from '../activity/refused-attempts.js';
import type { CredentialVerifier, Judged } from '../authentication/credential-verifier.js';
import { limits } from '../config.js';
import { statusOf } from '../http/failure.js';
import { positionOf } from '../http/position.hook.js';
import { problemOf } from '../http/problem.js';
import { newId } from '../ids.js';
import { fromOf, type LastUses } from '../tokens/last-uses.js';

const problem = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' };
const challenge = { ...problem, 'WWW-Authenticate': 'Bearer realm="keyledger"' };
const retry = { ...problem, 'Retry-After': '1' };

interface AuthParts {
  readonly verifier: CredentialVerifier;
  readonly validity: TokenValidity;
  readonly clock: Clock;
  readonly lastUses: LastUses;
  readonly attempts: RefusedAttempts;
  /** Answers so far, by status; absent while nobody reads them. */
  readonly answers: Float64Array | undefined;
  /** Where the `type` of a problem begins. */
  readonly publicUrl: string;
}

/**
 * `GET /v1/auth`: the sub-request of a reverse proxy. Answers 200, 401, 403 or 503 and nothing else, for nginx turns any other
 * status into 500. Registered before Nest takes the server over, so that no hook, guard or filter runs on it.
 */
export async function registerAuthRoute(fastify: FastifyInstance, parts: AuthParts): Promise<void> {
  const { verifier, validity, clock, lastUses, attempts, answers, publicUrl } = parts;
  await fastify.register(async (plain) => {
    plain.get('/v1/auth', (request, reply) => {
      reply.hijack();
      const minPosition = request.raw.headers['keyledger-min-position'];
      if (minPosition !== undefined) return void answerWhenReached(minPosition, request, reply.raw).then(() => count(reply.raw));
      answer(request, reply.raw);
      count(reply.raw);
    });

    const count = ({ statusCode }: ServerResponse) => {
      if (answers) answers[statusCode] += 1;
    };

    const answer = (request: FastifyRequest, raw: ServerResponse) => {
      const presented = headerCredential(request.raw.rawHeaders);
      const judged = presented && verifier.judge(presented.credential, presented.scheme);
      if (judged?.verdict.active && judged.token) {
        lastUses.note(judged.token, clock.now().getTime(), () => fromOf(request));
        return accept(raw, judged, validity);
      }
      if (judged && !judged.verdict.active) {
        const { verdict, token } = judged;
        const whose = { organizationId: token?.organizationId ?? null, tokenId: token?.id ?? null };
        attempts.note({ reason: verdict.reason, source: request.ip, ...whose });
      }
      refuse(raw, publicUrl, presented === undefined ? 'credential/missing' : 'credential/invalid');
    };

    /** A position that cannot be met, or is none, is 503: a proxy understands no 400 here. */
    const answerWhenReached = async (text: string | string[], request: FastifyRequest, raw: ServerResponse) => {
      const position = typeof text === 'string' ? positionOf(text, validity.logId) : null;
      const isReached = position !== null && (await validity.reached(position, limits.minPositionWaitMs));
      if (isReached) answer(request, raw);
      else refuse(raw, publicUrl, 'service/not-caught-up');
    };
  });
}

/** Header credentials only, never a cookie; null for one that cannot be used and for more than one, undefined for none. */
function headerCredential(rawHeaders: readonly string[]) {
  let value: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    if (name !== 'authorization' && name !== 'x-api-key') continue;
    if (value !== undefined || name === 'x-api-key') return null;
    value = rawHeaders[i + 1];
  }
  if (value === undefined) return undefined;
  const match = /^(bearer|token)[ \t]+(\S+)$/i.exec(value.trim());
  return match && { scheme: match[1].toLowerCase() as 'bearer' | 'token', credential: match[2] };
}

/** Values are ids and enum words, never a text that somebody typed. */
function accept(raw: ServerResponse, { verdict, token }: Judged, { principals }: TokenValidity): void {
  if (!verdict.active || !token) return;
  const scope = token.ownerKind === 'service-account' ? principals.serviceAccounts.get(token.ownerId) : undefined;
  const isEverywhere = isUnscoped(verdict.role);
  raw.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Length': '0',
    'X-Keyledger-User': token.ownerId,
    'X-Keyledger-Kind': token.ownerKind,
    'X-Keyledger-Role': verdict.role,
    'X-Keyledger-Organization': token.organizationId,
    'X-Keyledger-Token': token.id,
    'X-Keyledger-Workspaces': isEverywhere ? '*' : (scope?.workspaceIds.join(',') ?? ''),
    'X-Keyledger-Projects': isEverywhere ? '*' : (scope?.projectIds.join(',') ?? ''),
  });
  raw.end();
}

function refuse(raw: ServerResponse, publicUrl: string, code: 'credential/missing' | 'credential/invalid' | 'service/not-caught-up'): void {
  const status = statusOf[code];
  const body = JSON.stringify(problemOf({ status, code, detail: refusals[code] }, newId(), publicUrl));
  raw.writeHead(status, { ...(status === 401 ? challenge : retry), 'Content-Length': Buffer.byteLength(body) });
  raw.end(body);
}
