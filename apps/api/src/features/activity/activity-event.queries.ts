import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { type ActivityEntry, ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import type { DescribeActivityRequest } from './activity.dto.js';
import { ActivityNames } from './activity-names.js';
import type { ActivityEvent, ActivityView } from './activity-view.js';
import { ShownEntries } from './shown-entries.js';

/** One event with its cause and its effects, as far as the caller may see them. */
export class DescribeActivity extends Query<ActivityEvent> {
  constructor(
    readonly caller: Caller,
    readonly eventId: string,
    readonly request: DescribeActivityRequest,
  ) {
    super();
  }
}

const relatedMax = 50;

@QueryHandler(DescribeActivity)
export class DescribeActivityHandler implements IQueryHandler<DescribeActivity> {
  constructor(
    private readonly log: ActivityLog,
    private readonly freshness: ReadModelFreshness,
    private readonly shown: ShownEntries,
    private readonly names: ActivityNames,
  ) {}

  async execute({ caller, eventId, request }: DescribeActivity): Promise<ActivityEvent> {
    await this.freshness.ready(activityLog);
    const restrictedTo = oversees(caller) ? undefined : caller.id;
    const whose = { organizationId: caller.organizationId, restrictedTo, before: null };
    const [entry] = await this.log.list({ ...whose, event: eventId, limit: 1 });
    if (!entry) throw new Refusal('activity/event-not-found');
    const { organization_id, correlation_id, causation_id, revision, schema_version, critical } = entry;
    // One more than is shown, since the event itself is among them.
    const alike = await this.log.list({ ...whose, correlation: correlation_id, limit: relatedMax + 1 });
    const naming = request.expand === 'names' ? await this.names.forAnswer(caller) : null;
    const view = async (each: ActivityEntry): Promise<ActivityView> => {
      const shown = await this.shown.to(caller, each, restrictedTo);
      return naming ? naming.added(shown) : shown;
    };
    const related: ActivityEvent['related'][number][] = [];
    for (const each of alike.filter(({ id }) => id !== eventId).slice(0, relatedMax))
      related.push({ ...(await view(each)), causationId: each.causation_id });
    return {
      ...(await view(entry)),
      organizationId: organization_id,
      correlationId: correlation_id,
      causationId: causation_id,
      revision,
      schemaVersion: schema_version,
      critical: critical === 1,
      related,
    };
  }
}
