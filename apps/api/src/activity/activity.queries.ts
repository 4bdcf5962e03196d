import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { type ActivityEntry, ActivityLog } from '#projections/activity-log';
import { TokenValidity } from '#projections/token-validity';
import { overseers } from '../authentication/access.js';
import type { Caller } from '../authentication/caller.js';
import { type Page, pageOf } from '../http/page.js';
import { positionOf, positionText } from '../http/position.hook.js';
import { ReadModelFreshness } from '../read-model-freshness.js';
import type { ListActivityRequest } from './activity.dto.js';
import { ActivityRecorder } from './activity-recorder.js';

export interface ActivityView {
  readonly id: string;
  readonly position: string;
  readonly occurredAt: string;
  readonly type: string;
  readonly stream: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly credentialId: string | null };
  readonly requestId: string | null;
  /** What the event says, without what is sealed and without what credentials are recognised by. */
  readonly details: Record<string, unknown>;
}

/** What happened in the caller's organization, newest first; to those who do not oversee it, what concerns themselves. */
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
    private readonly activity: ActivityRecorder,
  ) {}

  async execute({ caller, request }: ListActivity): Promise<Page<ActivityView>> {
    // The pages that follow are of the same export.
    const beginsExport = request.export === 'true' && request.cursor === undefined;
    if (beginsExport) await this.activity.record({ type: 'ActivityExported', after: null }, caller.origin);
    await this.freshness.ready();
    const { logId } = this.validity;
    const { limit, cursor, actor, subject, type } = request;
    const before = cursor === undefined ? null : positionOf(cursor, logId);
    if (cursor !== undefined && before === null) throw new Refusal('activity/position-invalid');
    const restrictedTo = overseers.includes(caller.role) ? undefined : caller.id;
    const times = { from: timeOf(request.from), to: timeOf(request.to) };
    const { organizationId } = caller;
    const entries = await this.log.list({ organizationId, actor, subject, type, ...times, restrictedTo, before, limit: limit + 1 });
    return pageOf(
      entries,
      limit,
      ({ position }) => positionText(logId, BigInt(position)),
      (entry) => viewOf(entry, logId),
    );
  }
}

/** Events carry times of one form, which sort as text. */
const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());

const isSealed = (value: unknown) => typeof value === 'string' && value.startsWith('s1.');
const unshown = new Set(['kept', 'lookup', 'previousLookup', 'emailDigest', 'nameDigest', 'passwordId', 'vaultId']);

function viewOf(entry: ActivityEntry, logId: string): ActivityView {
  const { id, position, occurred_at, type, stream, actor_kind, actor_id, credential_id, request_id, data } = entry;
  const shown = JSON.parse(data, (name, value) => (unshown.has(name) || isSealed(value) ? undefined : value));
  return {
    id,
    position: positionText(logId, BigInt(position)),
    occurredAt: occurred_at,
    type,
    stream,
    actor: { kind: actor_kind, id: actor_id, credentialId: credential_id },
    requestId: request_id,
    details: shown,
  };
}
