import type { FastifyInstance } from 'fastify';
import type { Position } from '#event-store/envelope';
import type { TokenValidity } from '#projections/token-validity';

/** A position as clients see it: it only means something together with the log that it is a place in. */
export const positionText = (logId: string, position: Position) => `${logId}:${position}`;

/** Reads what `positionText` wrote; null for anything else, and for a place in another log. */
export function positionOf(text: string, logId: string): Position | null {
  const match = /^([0-9a-f-]{36}):(0|[1-9]\d{0,18})$/.exec(text);
  return match && match[1] === logId ? BigInt(match[2]) : null;
}

/** Every answer to a request that decided something says at which place of the log it did. */
export function sendPositions(fastify: FastifyInstance, validity: TokenValidity): void {
  fastify.addHook('onSend', async (request, reply) => {
    const position = request.origin?.position ?? null;
    if (position !== null && reply.statusCode < 400) reply.header('Keyledger-Position', positionText(validity.logId, position));
  });
}
