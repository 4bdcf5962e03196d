import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { validate as isUuid } from 'uuid';
import { Refusal } from '#domain/refusal';
import { EventStore } from '#event-store/event-store';
import type { ActivityFilter } from '#projections/read-models/models/activity-filter';
import { type ActivityEntry, ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { TokenEndings } from '#projections/token-validity/token-endings';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { anyHolds } from '../../edge/http/filtered-pages.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { positionOf } from '../../edge/http/position.hook.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import type { ListActivityRequest } from './activity.dto.js';
import { ActivityNames } from './activity-names.js';
import type { ActivityView } from './activity-view.js';
import { PagedExports } from './paged-exports.js';
import { ShownEntries } from './shown-entries.js';

/**
 * The events of the caller's organization, newest first. A caller who does not oversee it, or asks for no more, gets the events that
 * concern themselves.
 */
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
    private readonly store: EventStore,
    private readonly freshness: ReadModelFreshness,
    private readonly validity: TokenValidity,
    private readonly exports: PagedExports,
    private readonly turns: LongReadTurns,
    private readonly shown: ShownEntries,
    private readonly names: ActivityNames,
  ) {}

  async execute({ caller, request }: ListActivity): Promise<Page<ActivityView>> {
    await this.freshness.ready(activityLog);
    const { logId } = this.validity;
    const { cursor, actor, subject, credential, type: types, requestId } = request;
    const before = cursor === undefined ? null : positionOf(cursor, logId);
    if (cursor !== undefined && before === null) throw new Refusal('activity/position-invalid');
    const restrictedTo = request.scope === 'own' || !oversees(caller) ? caller.id : undefined;
    const times = { from: timeOf(request.from), to: timeOf(request.to) };
    const { organizationId } = caller;
    await this.#requireKnown({ organizationId, actor, subject, restrictedTo });
    const alsoAt = await this.#endingsOf(subject, organizationId);
    const whose = { organizationId, actor, subject, alsoAt, credential, request: requestId, restrictedTo };
    const page = await this.#page(caller, request, { ...whose, types, ...times, before });
    return request.export === 'true' ? this.exports.record(caller, request, page) : page;
  }

  /**
   * Keys, workspaces and programs have ids of other forms than ours. A text that has none of ours, and stands in no event that the caller
   * may see, is no id: an empty list would look as if nothing had happened.
   */
  async #requireKnown({
    actor,
    subject,
    ...whose
  }: Pick<ActivityFilter, 'organizationId' | 'actor' | 'subject' | 'restrictedTo'>): Promise<void> {
    for (const [member, id] of Object.entries({ actor, subject })) {
      if (id === undefined || isUuid(id)) continue;
      const [known] = await this.log.list({ ...whose, [member]: id, before: null, limit: 1 });
      if (!known)
        throw new Refusal('request/invalid', { [member]: [`${member} must be an id; no event has this one, and names are none`] });
    }
  }

  /** Where in the log a token of the organization was ended by what does not name it; nothing for any other subject. */
  async #endingsOf(subject: string | undefined, organizationId: string): Promise<number[] | undefined> {
    const row = subject === undefined ? undefined : this.validity.tokens.byId(subject);
    if (row?.organizationId !== organizationId) return undefined;
    const endings = new TokenEndings(this.store, this.validity.tokens);
    return (await endings.of(row, await endings.marksOf(row))).map(({ position }) => Number(position));
  }

  async #page(caller: Caller, { limit, expand, q }: ListActivityRequest, filter: Asked): Promise<Page<ActivityView>> {
    const naming = expand === 'names' || q !== undefined ? await this.names.forAnswer(caller) : null;
    const items: ActivityView[] = [];
    let lookedAt = 0;
    for await (const entry of this.#entries(filter, q === undefined ? limit + 1 : lookedAtMax)) {
      const view = await this.shown.to(caller, entry, filter.restrictedTo);
      const named = naming ? await naming.added(view) : view;
      const isWanted = q === undefined || holdsName(named, q);
      if (isWanted && items.length === limit) return { items, nextCursor: items[limit - 1].position };
      if (isWanted) items.push(expand === 'names' ? named : view);
      lookedAt += 1;
      if (lookedAt === lookedAtMax) return { items, nextCursor: view.position };
    }
    return { items, nextCursor: null };
  }

  /** Rows are read a few at a time, because each may be as large as an event can be. */
  async *#entries(filter: Asked, max: number): AsyncGenerator<ActivityEntry> {
    let { before } = filter;
    for (let left = max; left > 0; ) {
      await this.turns.next();
      const limit = Math.min(entriesPerTurn, left);
      const some = await this.log.list({ ...filter, before, limit });
      for (const entry of some) {
        if (this.turns.isOver) await this.turns.next();
        yield entry;
        before = BigInt(entry.position);
      }
      if (some.length < limit) return;
      left -= some.length;
    }
  }
}

type Asked = Omit<ActivityFilter, 'limit'>;

const entriesPerTurn = 16;
/** A page of a name that is rarely found ends after so many entries without it; its cursor leads on. */
const lookedAtMax = 20_000;

const holdsName = ({ names = {} }: ActivityView, q: string) =>
  anyHolds(
    Object.values(names).flatMap(({ name, email = null }) => [name, email]),
    q,
  );

/** Times in events have one format, which sorts as text. */
const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());
