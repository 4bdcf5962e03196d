import { setTimeout as wait } from 'node:timers/promises';
import type { Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import { NoRoom, RowsRefused } from '../commit-failures.js';
import type { Projection } from '../projection.js';
import type { Batch, ReadModels } from '../read-models.js';
import { changesOf } from './changes-of.js';
import { ModelPositions } from './model-positions.js';

const retryMs = 500;

/** Applies events to projections and stores the checkpoint of each. */
export class ProjectionFeed {
  readonly positions = new ModelPositions();
  readonly #readModels: ReadModels;
  readonly #isStopped: () => boolean;
  readonly #store: EventStore;
  #logId = '';

  constructor(store: EventStore, readModels: ReadModels, isStopped: () => boolean) {
    this.#store = store;
    this.#readModels = readModels;
    this.#isStopped = isStopped;
  }

  /** Applies events to all of `projections` in one transaction; if that fails, to each by itself, so that none stops the others. */
  async apply(projections: readonly Projection[], events: readonly Recorded[], logId: string): Promise<void> {
    this.#logId = logId;
    const mark = await this.#markOf(events);
    try {
      await this.#commitTogether(projections, events, mark);
    } catch (error) {
      if (this.#isStopped() || !(error instanceof RowsRefused || error instanceof NoRoom)) throw error;
      for (const projection of projections) await this.#applyTo(projection, events, mark);
    }
  }

  /** Returns the mark of the last event. */
  async #markOf(events: readonly Recorded[]): Promise<string> {
    return (await this.#store.markAt(events[events.length - 1].position)) ?? '';
  }

  async #applyTo(projection: Projection, events: readonly Recorded[], mark: string): Promise<void> {
    const news = this.#newsOf(projection, events);
    let apply = () => this.#commit(projection, news, mark, (recorded) => projection.project(recorded));
    while (news.length > 0) {
      try {
        return await apply();
      } catch (error) {
        if (this.#isStopped()) throw error;
        if (error instanceof RowsRefused) apply = () => this.#applyOneByOne(projection, news);
        else if (error instanceof NoRoom) await wait(retryMs);
        else throw error;
      }
    }
  }

  /** An event that cannot be projected, or whose rows cannot be stored, is parked, so that it does not stop those after it. */
  async #applyOneByOne(projection: Projection, events: readonly Recorded[]): Promise<void> {
    for (const recorded of events) {
      const mark = await this.#markOf([recorded]);
      try {
        await this.#commit(projection, [recorded], mark, (each) => projection.project(each));
      } catch (error) {
        if (!(error instanceof RowsRefused)) throw error;
        await this.#readModels.park(projection.name, recorded.position, error.message);
        await this.#commit(projection, [recorded], mark, () => []);
      }
    }
  }

  async #commitTogether(projections: readonly Projection[], events: readonly Recorded[], mark: string): Promise<void> {
    const batches: Batch[] = [];
    for (const projection of projections) {
      const news = this.#newsOf(projection, events);
      if (news.length > 0) batches.push(this.#batchOf(projection, news, mark, (recorded) => projection.project(recorded)));
    }
    await this.#readModels.commitAll(batches);
    for (const projection of projections) this.#noteGotTo(projection, events);
  }

  async #commit(projection: Projection, events: readonly Recorded[], mark: string, project: Projection['project']): Promise<void> {
    await this.#readModels.commitAll([this.#batchOf(projection, events, mark, project)]);
    this.#noteGotTo(projection, events);
  }

  /** @throws RowsRefused */
  #batchOf({ name, version }: Projection, events: readonly Recorded[], mark: string, project: Projection['project']): Batch {
    const { position } = events[events.length - 1];
    const checkpoint = { version, logId: this.#logId, position, mark, events: events.length };
    return { projection: name, changes: changesOf(events, project), checkpoint };
  }

  #newsOf(projection: Projection, events: readonly Recorded[]): readonly Recorded[] {
    const from = this.positions.of(projection);
    return events[0].position > from ? events : events.filter(({ position }) => position > from);
  }

  #noteGotTo(projection: Projection, events: readonly Recorded[]): void {
    this.positions.advance(projection, events[events.length - 1].position);
  }
}
