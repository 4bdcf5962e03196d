import { setTimeout as pause } from 'node:timers/promises';
import { isLive, judge, type Limits, schemesOf, standingOf } from '#domain/verdict';
import type { Clock } from '#event-store/clock';
import type { Position } from '#event-store/envelope';
import type { TokenDirectory } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { TokenValidity } from '#projections/token-validity/token-validity';

const idsPerRead = 200;
const pauseMs = 100;
const pausesMax = 20;

/** Only people who have a password have sessions, and this query concerns the others. */
const limits: Limits = { sessionIdleSeconds: Number.POSITIVE_INFINITY };

/** Tells which people hold a credential that is usable, now or once a suspension ends. */
export class LiveCredentials {
  constructor(
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the person holds a token that was neither revoked nor expired.
   *
   * @throws Error while the token directory has not applied the whole log, as during a rebuild
   */
  async areHeldBy(userId: string): Promise<boolean> {
    if (this.validity.position !== null) await this.#directoryReaches(this.validity.position);
    for (let after: string | undefined = ''; after !== undefined; ) {
      const ids = await this.directory.idsOfOwner(userId, after, idsPerRead);
      if (ids.some((id) => this.#isLive(this.validity.tokens.byId(id)))) return true;
      after = ids.length < idsPerRead ? undefined : ids[ids.length - 1];
    }
    return false;
  }

  /** The token directory lags slightly behind the log. */
  async #directoryReaches(position: Position): Promise<void> {
    for (let pauses = 0; ; pauses += 1) {
      try {
        return this.directory.requireReached(position);
      } catch (error) {
        if (pauses === pausesMax) throw error;
        await pause(pauseMs);
      }
    }
  }

  /** A disabling, an inactive membership and an organization's switch can be reverted, so they end no token. */
  #isLive(row: TokenRow | undefined): boolean {
    // A token that the index cannot read or judge is not assumed to have ended.
    if (!row) return true;
    const { ownerKind, ownerId, organizationId, kind, generation } = row;
    const presented = { scheme: schemesOf[kind][0], as: kind, generation, accessEndsAtMs: null };
    const nowMs = this.clock.machineMs();
    const verdict = this.validity.verdict(row, presented, limits, nowMs);
    if (verdict.active || standingOf(verdict) === 'unknown') return true;
    const rows = this.validity.principals.rowsOf(ownerKind, ownerId, organizationId);
    const facts = this.validity.principals.factsOf(rows);
    if (!facts || !rows.organization) return true;
    const settings = { ...rows.organization.settings, personalAccessTokensEnabled: true, legacyTokensEnabled: true };
    const owner = { ...facts, status: 'enabled' } as const;
    return isLive(judge(row, owner, { active: true, role: 'annotator' }, settings, presented, limits, nowMs));
  }
}
