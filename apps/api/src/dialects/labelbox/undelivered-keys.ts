import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { OutcomeUnknown } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { aside, type Origin } from '#event-store/origin';
import { FollowUps } from '../../edge/follow-ups.js';

/** Id of the key, which is known before the key is made, and who makes it. */
interface Making {
  readonly idempotentId: string;
  readonly origin: Origin;
}

/** Whether the whole answer was handed to the operating system before its connection was over. */
export function deliveryOf({ raw }: FastifyReply): Promise<boolean> {
  return new Promise((resolve) => {
    if (raw.destroyed) resolve(false);
    raw.once('finish', () => resolve(true));
    raw.once('close', () => resolve(false));
  });
}

/**
 * Revokes a key whose answer could not be written, because nobody has it. After a connection that broke, the SDK does not repeat the
 * request: its user asks again and gets another key.
 */
@Injectable()
export class UndeliveredKeys {
  constructor(
    private readonly ledger: Ledger,
    private readonly followUps: FollowUps,
  ) {}

  async guard<Made>(making: Making, delivered: Promise<boolean>, make: () => Promise<Made>): Promise<Made> {
    try {
      const made = await make();
      void delivered.then((isDelivered) => isDelivered || this.#revoke(making));
      return made;
    } catch (error) {
      // The key may exist, but its credential is not answered.
      if (error instanceof OutcomeUnknown) void this.#revoke(making);
      throw error;
    }
  }

  #revoke({ idempotentId, origin }: Making): Promise<boolean> {
    const command: Token.Command = { type: 'RevokeToken', reason: 'revoked', by: 'system', cause: 'undelivered' };
    const own = aside(origin, { actor: { kind: 'system', id: 'api' } });
    return this.followUps.attempt('a key that was not delivered is revoked', () =>
      this.ledger.on(Token.stream(idempotentId)).handle(command, own).catch(ignoreMissingKey),
    );
  }
}

function ignoreMissingKey(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'token/not-found')) throw error;
}
