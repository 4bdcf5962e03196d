import { Injectable } from '@nestjs/common';
import type { ActivityEntry } from '#projections/read-models/models/activity-log';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { type ActivityView, viewOf, withAttemptsOf } from './activity-view.js';
import { OwnSources } from './own-sources.js';

/** Entries as one caller may see them. */
@Injectable()
export class ShownEntries {
  constructor(
    private readonly validity: TokenValidity,
    private readonly sources: OwnSources,
  ) {}

  /** Of attempts that were refused together, those who do not oversee the organization see their own alone. */
  to(caller: Caller, entry: ActivityEntry): Promise<ActivityView> {
    const view = viewOf(entry, this.validity.logId);
    const isShownAll = entry.type !== 'AttemptsRefused' || oversees(caller);
    return this.sources.shown(
      caller.id,
      entry,
      isShownAll ? view : withAttemptsOf(view, ({ userId, tokenId }) => userId === caller.id || this.#isOwn(tokenId, caller)),
    );
  }

  #isOwn(tokenId: string | null, { id }: Caller): boolean {
    return tokenId !== null && this.validity.tokens.byId(tokenId)?.ownerId === id;
  }
}
