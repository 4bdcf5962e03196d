import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { type ActivityEntry, type ActivityFilter, ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { positionOf } from '../../edge/http/position.hook.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import type { ListActivityRequest } from './activity.dto.js';
import { type ActivityView, viewOf } from './activity-view.js';
import { OwnSources } from './own-sources.js';
import { PagedExports } from './paged-exports.js';

/** The events of the caller's organization, newest first. A caller who does not oversee it gets the events that concern themselves. */
export class ListActivity extends Query<Page<ActivityView>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListActivityRequest,
  ) {
    super();
  }
}

@QueryHandler(ListActivity)
export class ListActivityHandler implements IQueryHandler<ListActivity> {
  constructor(
    private readonly log: ActivityLog,
    private readonly freshness: ReadModelFreshness,
    private readonly validity: TokenValidity,
    private readonly exports: PagedExports,
    private readonly turns: LongReadTurns,
    private readonly sources: OwnSources,
  ) {}

  async execute({ caller, request }: ListActivity): Promise<Page<ActivityView>> {
    await this.freshness.ready(activityLog);
    const { logId } = this.validity;
    const { limit, cursor, actor, subject, type } = request;
    const before = cursor === undefined ? null : positionOf(cursor, logId);
    if (cursor !== undefined && before === null) throw new Refusal('activity/position-invalid');
    const restrictedTo = oversees(caller) ? undefined : caller.id;
    const times = { from: timeOf(request.from), to: timeOf(request.to) };
    const { organizationId } = caller;
    const entries = await this.#entries({ organizationId, actor, subject, type, ...times, restrictedTo, before, limit: limit + 1 });
    const items = await this.turns.each(entries.slice(0, limit), (entry) => this.sources.shown(caller.id, entry, viewOf(entry, logId)));
    const page = { items, nextCursor: entries.length > limit ? (items.at(-1)?.position ?? null) : null };
    return request.export === 'true' ? this.exports.record(caller, request, page) : page;
  }

  /** Rows are read a few at a time, because each may be as large as an event can be. */
  async #entries(filter: ActivityFilter): Promise<ActivityEntry[]> {
    const entries: ActivityEntry[] = [];
    for (let isLast = false; !isLast && entries.length < filter.limit; ) {
      await this.turns.next();
      const before = entries.length === 0 ? filter.before : BigInt(entries[entries.length - 1].position);
      const limit = Math.min(entriesPerTurn, filter.limit - entries.length);
      const some = await this.log.list({ ...filter, before, limit });
      entries.push(...some);
      isLast = some.length < limit;
    }
    return entries;
  }
}

const entriesPerTurn = 16;

/** Times in events have one format, which sorts as text. */
const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());
