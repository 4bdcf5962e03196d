import { Injectable } from '@nestjs/common';
import type * as Activity from '#domain/activity';
import { Clock } from '#event-store/clock';
import { type ActivityEntry, ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { integer, object, type Shape, text } from '../../edge/http/schema.js';

const withinMs = 86_400_000;
const entriesPerTurn = 16;

/** How often something was refused for one reason. */
export const RefusalCount = object('RefusalCount', {
  reason: text('expired'),
  count: integer(3),
});
export type RefusalCount = Shape<typeof RefusalCount>;

type Refused = Extract<Activity.Event, { type: 'AttemptsRefused' | 'SignInFailed' }>;

const types: readonly Refused['type'][] = ['AttemptsRefused', 'SignInFailed'];

/** Counts what was refused in an organization within a day, as the log records it by the minute. */
@Injectable()
export class RefusalCounts {
  constructor(
    private readonly log: ActivityLog,
    private readonly freshness: ReadModelFreshness,
    private readonly turns: LongReadTurns,
    private readonly clock: Clock,
  ) {}

  /** The most frequent reason first. @throws ReadModelBehind service/not-caught-up */
  async ofDay({ organizationId }: Caller): Promise<RefusalCount[]> {
    await this.freshness.ready(activityLog);
    const since = new Date(this.clock.nowMs() - withinMs).toISOString();
    const counts = new Map<string, number>();
    for await (const { type, data } of this.#since(since, { organizationId, types })) {
      for (const { reason, count } of countsIn({ type, ...JSON.parse(data) })) counts.set(reason, (counts.get(reason) ?? 0) + count);
    }
    const byReason = [...counts].map(([reason, count]) => ({ reason, count }));
    return byReason.sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
  }

  /** Newest first, up to the first that is too old: a condition on the time would read all that there ever were. */
  async *#since(since: string, of: { organizationId: string; types: readonly string[] }): AsyncGenerator<ActivityEntry> {
    for (let before: bigint | null = null; ; ) {
      await this.turns.next();
      const entries: ActivityEntry[] = await this.log.list({ ...of, before, limit: entriesPerTurn });
      for (const entry of entries) {
        if (entry.occurred_at < since) return;
        yield entry;
      }
      if (entries.length < entriesPerTurn) return;
      before = BigInt(entries[entries.length - 1].position);
    }
  }
}

const countsIn = (refused: Refused): readonly RefusalCount[] =>
  refused.type === 'AttemptsRefused' ? refused.attempts : [{ reason: refused.reason, count: 1 }];
