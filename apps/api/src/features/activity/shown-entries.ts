import { Injectable } from '@nestjs/common';
import type { ActivityEntry } from '#projections/read-models/models/activity-log';
import { TokenValidity } from '#projections/token-validity/token-validity';
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

  /** Of attempts that were refused together, only those of one person are shown where the answer is restricted to that person. */
  to(caller: Caller, entry: ActivityEntry, restrictedTo: string | undefined): Promise<ActivityView> {
    const view = viewOf(entry, this.validity.logId);
    const isShownAll = entry.type !== 'AttemptsRefused' || restrictedTo === undefined;
    return this.sources.shown(
      caller.id,
      entry,
      isShownAll ? view : withAttemptsOf(view, ({ userId, tokenId }) => userId === restrictedTo || this.#isOf(restrictedTo, tokenId)),
    );
  }

  #isOf(ownerId: string | undefined, tokenId: string | null): boolean {
    return tokenId !== null && this.validity.tokens.byId(tokenId)?.ownerId === ownerId;
  }
}
