import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import type * as Activity from '#domain/activity';
import { Clock } from '#event-store/clock';
import { newId } from '../ids.js';
import { ActivityRecorder } from './activity-recorder.js';

const flushMs = 60_000;
/** What a flood of sources that never repeat may cost in memory; those beyond are counted together. */
const countersMax = 5_000;
const attemptsPerEvent = 200;

export interface RefusedAttempt {
  readonly reason: string;
  /** Network address. */
  readonly source: string;
  /** Null when nobody knows whose credential it was meant to be. */
  readonly organizationId: string | null;
  readonly tokenId: string | null;
}

/** Counts credentials that were refused, permissions that were denied and sign-ins that were throttled, and records them by the minute. */
@Injectable()
export class RefusedAttempts implements OnModuleDestroy {
  #counters = new Map<string, RefusedAttempt & { count: number }>();
  readonly #timer = setInterval(() => void this.flush().catch(() => {}), flushMs).unref();

  constructor(
    private readonly activity: ActivityRecorder,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  note(attempt: RefusedAttempt): void {
    const counter = this.#counters.get(keyOf(attempt)) ?? this.#newCounter(attempt);
    counter.count += 1;
  }

  async flush(): Promise<void> {
    const counters = [...this.#counters.values()];
    this.#counters = new Map();
    const organizations = new Set(counters.map(({ organizationId }) => organizationId));
    for (const organizationId of organizations) {
      const own = counters.filter((counter) => counter.organizationId === organizationId);
      for (let from = 0; from < own.length; from += attemptsPerEvent)
        await this.#record(organizationId, own.slice(from, from + attemptsPerEvent));
    }
  }

  #newCounter(attempt: RefusedAttempt): { count: number } {
    const isFull = this.#counters.size >= countersMax;
    const counted = isFull ? { ...attempt, source: 'others', tokenId: null } : attempt;
    const counter = this.#counters.get(keyOf(counted)) ?? { ...counted, count: 0 };
    this.#counters.set(keyOf(counted), counter);
    return counter;
  }

  /** Addresses are personal, so they are sealed, as a list in the order of the attempts, under the key of the day. */
  async #record(organizationId: string | null, counters: readonly (RefusedAttempt & { count: number })[]): Promise<void> {
    const at = this.clock.now().toISOString();
    const place = { stream: 'activity', field: 'sources', schemaVersion: 1 };
    const sources = await this.personalData.seal(`day-${at.slice(0, 10)}`, place, JSON.stringify(counters.map(({ source }) => source)));
    const attempts = counters.map(({ reason, tokenId, count }) => ({ reason, tokenId, count }));
    const event: Activity.Event = { type: 'AttemptsRefused', until: at, attempts, sources };
    const actor = { kind: 'system', id: 'api' } as const;
    const origin = { actor, organizationId, correlationId: newId(), causationId: null, requestId: null, position: null };
    await this.activity.record(event, origin);
  }
}

const keyOf = ({ reason, source, organizationId, tokenId }: RefusedAttempt) => `${organizationId}|${reason}|${source}|${tokenId}`;
