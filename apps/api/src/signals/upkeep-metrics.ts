import type { Registry } from 'prom-client';
import type { Clock } from '#event-store/clock';
import type { Installation } from '#installation/installation';
import { ActivityLog } from '#projections/read-models/models/activity-log';
import { Deadlines } from '#projections/read-models/models/deadlines';
import type { ReadModels } from '#projections/read-models/read-models';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import { gauge, gaugeBy } from './gauges.js';

const dayMs = 86_400_000;
const soon = { '1d': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs } as const;
/** Counting more would hold up everybody else at each scrape. */
const countedMax = 10_000;

export interface Upkeep extends Pick<Installation, 'snapshots' | 'logVerifiedAtMs'> {
  readonly clock: Clock;
  readonly readModels: ReadModels;
  readonly validity: TokenValidity;
}

/** Registers when that was last done which nobody misses until it is needed, as Unix times (0: never), and how many tokens end soon. */
export function upkeepMetrics(registry: Registry, { clock, readModels, validity, snapshots, logVerifiedAtMs }: Upkeep): void {
  gauge(registry, 'keyledger_last_backup_timestamp_seconds', 'When this server last made a backup, as Unix time; 0: never.', async () =>
    secondsOf(await lastBackupMs(new ActivityLog(readModels), validity)),
  );
  const verified = 'When the hash chain of the whole log was last verified, as Unix time; 0: not since the start.';
  gauge(registry, 'keyledger_log_verified_timestamp_seconds', verified, () => secondsOf(logVerifiedAtMs()));
  const written = 'When the snapshot of the index was written, as Unix time; 0: there is none.';
  gauge(registry, 'keyledger_snapshot_timestamp_seconds', written, () => secondsOf(snapshots.writtenAtMs));
  const since = 'Events after the snapshot of the index, which a start would have to read.';
  gauge(registry, 'keyledger_snapshot_behind_events', since, () => snapshots.eventsSince);
  const deadlines = new Deadlines(readModels);
  gaugeBy('within', registry, 'keyledger_tokens_expiring', expiring, () => {
    const nowMs = clock.nowMs();
    const until = (ms: number) => new Date(nowMs + ms).toISOString();
    return Promise.all(
      Object.entries(soon).map(async ([within, ms]) => {
        return [within, await deadlines.count('token-expiry', until(0), until(ms), countedMax)] as const;
      }),
    );
  });
}

const expiring = `Live tokens that expire within this time from now; ${countedMax} stands for that many or more.`;

/** The record of a backup belongs to the organization that came first. */
async function lastBackupMs(activity: ActivityLog, { principals }: TokenValidity): Promise<number | null> {
  const first = [...principals.organizations.values()].find(({ number }) => number === 1);
  if (!first) return null;
  const [newest] = await activity.list({ organizationId: first.id, types: ['BackupMade'], before: null, limit: 1 });
  return newest ? Date.parse(newest.occurred_at) : null;
}

const secondsOf = (ms: number | null) => (ms === null ? 0 : ms / 1000);
