import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import type { Position } from '#event-store/envelope';
import { limits } from '#installation/config';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import { RefusalWithRetry } from './failure.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The highest position that the request's decisions read or wrote; null before the first. */
    position: Position | null;
  }
}

/** A position as clients see it. It has a meaning only together with its log, so the text names the log, too. */
export const positionText = (logId: string, position: Position) => `${logId}:${position}`;

/** Positions are 64-bit integers in every store. */
const positionMax = 2n ** 63n - 1n;

/** Parses what `positionText` wrote; null for anything else and for a position of another log. */
export function positionOf(text: string, logId: string): Position | null {
  const match = /^([0-9a-f-]{36}):(0|[1-9]\d{0,18})$/.exec(text);
  if (match?.[1] !== logId) return null;
  const position = BigInt(match[2]);
  return position > positionMax ? null : position;
}

/**
 * A request that names a `Keyledger-Min-Position` is answered from a state at least that new. It waits up to two seconds for that state and
 * is refused after that; it is never answered from an older one.
 */
export function meetPositions(fastify: FastifyInstance, validity: TokenValidity): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const text = request.headers['keyledger-min-position'];
    // The hot route handles the header itself, with the few statuses that a proxy understands.
    if (text === undefined || request.routeOptions.url === '/v1/auth') return done();
    meet(text, validity).then(() => done(), done);
  });
}

/** @throws Refusal activity/position-invalid; service/not-caught-up */
async function meet(text: string | string[], validity: TokenValidity): Promise<void> {
  const position = typeof text === 'string' ? positionOf(text, validity.logId) : null;
  if (position === null) throw new Refusal('activity/position-invalid');
  if (!(await validity.reached(position, limits.minPositionWaitMs))) throw new RefusalWithRetry('service/not-caught-up', 1);
}

/** Notes the highest position that the decisions of a request read or wrote. */
export const notePosition = (request: FastifyRequest) => (position: Position) => {
  if (request.position === null || position > request.position) request.position = position;
};

/** Every answer to a request that decided something names the position of that decision. */
export function sendPositions(fastify: FastifyInstance, validity: TokenValidity): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const { position } = request;
    if (position !== null && reply.statusCode < 400) reply.header('Keyledger-Position', positionText(validity.logId, position));
    done();
  });
}
