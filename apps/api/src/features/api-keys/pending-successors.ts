import { Injectable } from '@nestjs/common';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { FollowUps } from '../../edge/follow-ups.js';
import { reconcilerOrigin } from '../../edge/reconciler-origin.js';

/** A successor is issued right before the key that it replaces names it. Between the two lie one append and its queue, never this long. */
const graceMs = 600_000;

/** Revokes keys that a rotation issued and that took the place of no other, because the rotation failed or was interrupted. */
@Injectable()
export class PendingSuccessors {
  /** By the row of a pending successor: when it was first seen, by the monotonic clock. */
  #since = new Map<number, number>();

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly validity: TokenValidity,
    private readonly followUps: FollowUps,
  ) {}

  /** Nobody was shown the key, so nobody is to get it. */
  async revoke(keyId: string, origin: Origin): Promise<void> {
    const command: Token.Command = { type: 'RevokeToken', reason: 'revoked', by: 'system', cause: 'undelivered' };
    await this.followUps.attempt('a key that took the place of no other is revoked', () =>
      this.ledger.on(Token.stream(keyId)).handle(command, origin),
    );
  }

  /** Revokes what a killed process left. */
  async sweep(): Promise<void> {
    const { tokens } = this.validity;
    const nowMs = this.clock.monotonicMs();
    const live = [...tokens.apiKeys.pendingSuccessors].map((row) => tokens.at(row)).filter(({ revoked }) => !revoked);
    this.#since = new Map(live.map(({ row }) => [row, this.#since.get(row) ?? nowMs]));
    for (const { row, id, organizationId } of live) {
      if (nowMs - (this.#since.get(row) ?? nowMs) >= graceMs) await this.revoke(id, reconcilerOrigin(organizationId));
    }
  }
}
