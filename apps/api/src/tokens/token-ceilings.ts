import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { TokenDirectory } from '#projections/token-directory';
import type { TokenRow } from '#projections/token-row';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { limits } from '../config.js';
import { ReadModelFreshness } from '../read-model-freshness.js';
import { OwnedTokens } from './owned-tokens.js';

/**
 * How many tokens a person may hold. The only class through which a command asks a stored read model: such a limit spares people
 * confusion and protects nothing, so a race may exceed it, harmlessly. It is asked before the first append, so that a read model
 * that is behind refuses what has not begun; an answer that came from one after the append would fail what has happened.
 */
@Injectable()
export class TokenCeilings {
  constructor(
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly owned: OwnedTokens,
  ) {}

  /**
   * Label Studio gives a person one personal token at a time.
   *
   * @throws Refusal token/already-valid; service/not-caught-up while that is not known
   */
  async requireNoLivePersonalToken(caller: Caller): Promise<void> {
    if ((await this.livePersonalTokens(caller)).length > 0) throw new Refusal('token/already-valid');
  }

  /**
   * The caller's personal tokens that are neither expired nor revoked, oldest first.
   *
   * @throws Refusal service/not-caught-up
   */
  async livePersonalTokens({ id: ownerId, organizationId }: Caller): Promise<TokenRow[]> {
    await this.freshness.ready();
    const live: TokenRow[] = [];
    for (let after: string | null = null, isLast = false; !isLast; ) {
      const of = { organizationId, ownerId, kinds: ['personal'], after, limit: limits.pageItemsMax } as const;
      const page = await this.directory.list(of);
      const rows = page.map(({ id }) => this.validity.tokens.byId(id));
      live.push(...(rows.filter((row) => row !== undefined && this.owned.isLive(row)) as TokenRow[]));
      after = page.at(-1)?.id ?? null;
      isLast = page.length < of.limit;
    }
    return live;
  }
}
