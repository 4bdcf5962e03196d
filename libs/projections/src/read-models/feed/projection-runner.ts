import { setTimeout as wait } from 'node:timers/promises';
import type { Position } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import type { Projection } from '../projection.js';
import type { Checkpoint, ReadModels } from '../read-models.js';
import { projections } from '../stored-read-models.js';
import { Feeding } from './feeding.js';
import { ProjectionFeed } from './projection-feed.js';

/**
 * Feeds the stored read models. A read model whose checkpoint is of another version, of another log or of a position that this log does not
 * have is rebuilt from the first event, beside the others; when the file turns out to be damaged, all of them are. While the disk is full
 * the feed waits, since no query is answered from an older state than it asked for.
 */
export class ProjectionRunner {
  readonly #store: EventStore;
  readonly #readModels: ReadModels;
  readonly #projections: readonly Projection[];
  readonly #onFatal: (error: unknown) => void;
  readonly #feed: ProjectionFeed;
  #feeding: Feeding | null = null;
  #logId = '';
  #isStopped = false;
  /** Requests are being served meanwhile, and must not be delayed. */
  #isBesideOthers = false;
  /** Set while all read models are being rebuilt; an error of the previous feeding is ignored then. */
  #isStartingOver = false;

  constructor(
    store: EventStore,
    readModels: ReadModels,
    of: readonly Projection[] = projections,
    onFatal: (error: unknown) => void = () => {},
  ) {
    this.#store = store;
    this.#readModels = readModels;
    this.#projections = of;
    this.#onFatal = onFatal;
    this.#feed = new ProjectionFeed(store, readModels, () => this.#isStopped);
    readModels.onLost(() => this.#startOver());
  }

  /**
   * Resolves once every read model has caught up with the log, or after `withinMs`. What takes longer continues in the background; such a
   * read model must not be queried before `reached` says that it has the required position.
   */
  async start(withinMs: number | null = null): Promise<void> {
    const [first] = await this.#store.readAll(null, 1);
    this.#logId = first?.id ?? '';
    for (const projection of this.#projections) this.#feed.positions.begin(projection, await this.#startOf(projection));
    const caughtUp = this.#follow();
    await (withinMs === null ? caughtUp : Promise.race([caughtUp, wait(withinMs, null, { ref: false })]));
    this.#isBesideOthers = true;
  }

  /** Whether these read models, by default all, have applied `position`, waiting for it at most `withinMs`. */
  reached(position: Position, withinMs: number, of: readonly Projection[] = this.#projections): Promise<boolean> {
    return this.#feed.positions.reached(of, position, withinMs);
  }

  /** How far each read model has got, by its name. */
  positions(): Map<string, Position> {
    return this.#feed.positions.all();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#feeding?.close();
  }

  #follow(): Promise<void> {
    this.#feeding = new Feeding({
      store: this.#store,
      readModels: this.#readModels,
      feed: this.#feed,
      logId: this.#logId,
      isBesideOthers: () => this.#isBesideOthers,
      onEnded: (error) => {
        if (!this.#isStartingOver) this.#onFatal(error);
      },
    });
    return this.#feeding.follow(this.#projections);
  }

  /** From now on no query is answered from the lost tables. */
  #startOver(): void {
    for (const projection of this.#projections) this.#feed.positions.begin(projection, 0n);
    if (this.#isStartingOver) return;
    this.#isStartingOver = true;
    void this.#startAgain().catch(this.#onFatal);
  }

  async #startAgain(): Promise<void> {
    await this.#feeding?.close();
    this.#isStartingOver = false;
    if (this.#isStopped) return;
    for (const projection of this.#projections) this.#feed.positions.begin(projection, await this.#reset(projection));
    await this.#follow();
  }

  async #reset(projection: Projection): Promise<Position> {
    await this.#readModels.reset(projection);
    return 0n;
  }

  async #startOf(projection: Projection): Promise<Position> {
    const checkpoint = await this.#readModels.checkpoint(projection.name);
    const isOfLog = checkpoint?.version === projection.version && (await this.#isOfLog(checkpoint));
    return isOfLog ? checkpoint.position : this.#reset(projection);
  }

  async #isOfLog({ logId, position, mark }: Checkpoint): Promise<boolean> {
    return logId === this.#logId && mark === (await this.#store.markAt(position));
  }
}
