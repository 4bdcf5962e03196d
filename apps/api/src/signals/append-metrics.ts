import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { eventTypes } from '#domain/events';
import { ConcurrencyConflict, type EventStore, EventTooLarge, OutcomeUnknown, StoreUnavailable } from '#event-store/event-store';
import type { AroundAppend } from './observed-event-store.js';

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const groupBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** How long appends take, and their outcomes. */
export function appendMetrics(registry: Registry): AroundAppend {
  const registers = [registry];
  const duration = new Histogram({
    name: 'keyledger_append_duration_seconds',
    help: 'From asking for an append until it is on stable storage and every live reader has it, or has failed.',
    labelNames: ['outcome'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const waiting = new Gauge({ name: 'keyledger_appends_in_flight', help: 'Appends that are not answered yet.', registers });
  for (const outcome of outcomes) duration.zero({ outcome });
  return async (_stream, _drafts, proceed) => {
    const end = duration.startTimer();
    waiting.inc();
    try {
      const appended = await proceed();
      end({ outcome: 'stored' });
      return appended;
    } catch (error) {
      end({ outcome: outcomeOf(error) });
      throw error;
    } finally {
      waiting.dec();
    }
  };
}

/** What was stored, as the log's readers see it: by type, and how many events were committed together. */
export async function watchCommits(registry: Registry, store: EventStore): Promise<void> {
  const registers = [registry];
  const appended = new Counter({
    name: 'keyledger_appended_events_total',
    help: 'Events stored since the start.',
    labelNames: ['type'] as const,
    registers,
  });
  const group = new Histogram({
    name: 'keyledger_append_group_events',
    help: 'Events that became readable together: those of one group commit.',
    buckets: groupBuckets,
    registers,
  });
  for (const type of Object.keys(eventTypes)) appended.inc({ type }, 0);
  store.subscribe(await store.head(), {
    onEvents: (events) => {
      group.observe(events.length);
      for (const { type } of events) appended.inc({ type: type in eventTypes ? type : 'unknown' });
    },
  });
}

const outcomes = ['stored', 'conflict', 'too-large', 'unavailable', 'unknown', 'error'] as const;

function outcomeOf(error: unknown): (typeof outcomes)[number] {
  if (error instanceof ConcurrencyConflict) return 'conflict';
  if (error instanceof EventTooLarge) return 'too-large';
  if (error instanceof StoreUnavailable) return 'unavailable';
  return error instanceof OutcomeUnknown ? 'unknown' : 'error';
}
