import { Injectable } from '@nestjs/common';
import * as Activity from '#domain/activity';
import { eventTypes } from '#domain/events';
import { Clock } from '#event-store/clock';
import type { Draft } from '#event-store/envelope';
import { EventStore, NO_STREAM } from '#event-store/event-store';
import { draftOf, type Origin } from '#event-store/origin';
import { newId } from '../../edge/ids.js';

const batchMax = 500;

/** Writes records that decide nothing, in batches, to streams that only this process writes to. */
@Injectable()
export class ActivityRecorder {
  #stream = '';
  #revision = NO_STREAM;
  #waiting: { draft: Draft; origin: Origin; settle: (error?: unknown) => void }[] = [];
  #writing = false;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Resolves to the record's id when the record is durable. */
  record(event: Activity.Event, origin: Origin): Promise<string> {
    return new Promise((resolve, reject) => {
      const draft = draftOf(event, eventTypes, origin, this.clock);
      const settle = (error?: unknown) => (error === undefined ? resolve(draft.id) : reject(error));
      this.#waiting.push({ draft, origin, settle });
      if (!this.#writing) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchMax);
      try {
        await this.#write(batch);
        for (const { settle } of batch) settle();
      } catch (error) {
        // The next record begins a new stream, because the revision of this one is no longer certain.
        this.#stream = '';
        for (const { settle } of batch) settle(error);
      }
    }
    this.#writing = false;
  }

  async #write(batch: readonly { draft: Draft; origin: Origin }[]): Promise<void> {
    const hour = this.clock.now().toISOString().slice(0, 13);
    if (!this.#stream.endsWith(hour)) {
      this.#stream = Activity.streamOf(newId(), hour);
      this.#revision = NO_STREAM;
    }
    const drafts = batch.map(({ draft }) => draft);
    const { position, revision } = await this.store.append(this.#stream, this.#revision, drafts);
    this.#revision = revision;
    // These records decide nothing, so they do not count as a decision of the request.
    for (const { origin } of batch) origin.onDecided?.(position, false);
  }
}
