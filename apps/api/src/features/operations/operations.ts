import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import { Logger } from '#installation/logger';
import { NoRoom } from '#projections/read-models/commit-failures';
import { isDiskFull } from '#sqlite/sqlite-driver';
import { either, id, integer, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { MadeBackup, RebuiltProjection } from './operation-results.js';

/** The state of long work that an operator asked for. */
export const OperationView = object('OperationView', {
  id,
  kind: oneOf(['rebuild', 'backup']),
  subject: text('token-directory').about('What it is done to.'),
  state: oneOf(['running', 'done', 'failed']),
  done: integer(120).about('Steps so far.'),
  total: integer(500).about('About how many steps there are.'),
  startedAt: time,
  endedAt: time.orNull(),
  result: either(RebuiltProjection, MadeBackup).orNull().about('Null until the work is done.'),
  problem: text('The disk is full.').orNull().about('Why it failed, for anyone who asked for it.'),
});
export type OperationView = Shape<typeof OperationView>;

type Work = (onProgress: (done: number, total: number) => void, signal: AbortSignal) => Promise<OperationView['result']>;

/** Failures whose messages are written for an operator, by the names of their classes. */
const explained = new Set(['BackupRefused', 'LogDamaged', 'RebuildImpossible']);
const remembered = 20;

/** Runs long work one at a time, in memory. The work ends with its process, and the next process need not finish any of it. */
@Injectable()
export class Operations implements OnModuleDestroy {
  readonly #ending = new AbortController();
  #views: OperationView[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Begins the work and answers at once. While the same work runs, a repeated request names it.
   * @throws Refusal operation/in-progress while other work runs
   */
  begin(kind: OperationView['kind'], subject: string, work: Work): OperationView {
    const running = this.#views.find(({ state }) => state === 'running');
    if (running?.kind === kind && running.subject === subject) return running;
    if (running) throw new Refusal('operation/in-progress');
    const started = { id: newId(), kind, subject, state: 'running', done: 0, total: 0 } as const;
    const view: OperationView = { ...started, startedAt: this.#now(), endedAt: null, result: null, problem: null };
    this.#views = [view, ...this.#views].slice(0, remembered);
    this.#running = this.#run(view.id, work);
    return view;
  }

  /** The one of this kind that runs. */
  running(kind: OperationView['kind']): OperationView | null {
    return this.#views.find((view) => view.kind === kind && view.state === 'running') ?? null;
  }

  /** @throws Refusal operation/not-found for work that this process did not run, or ran long ago */
  view(id: string): OperationView {
    const view = this.#views.find((each) => each.id === id);
    if (!view) throw new Refusal('operation/not-found');
    return view;
  }

  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(id: string, work: Work): Promise<void> {
    try {
      const result = await work((done, total) => this.#change(id, { done, total }), this.#ending.signal);
      this.#change(id, { state: 'done', endedAt: this.#now(), result });
    } catch (error) {
      this.#change(id, { state: 'failed', endedAt: this.#now(), problem: problemOf(error) });
      if (!this.#ending.signal.aborted) this.logger.error('an operation failed', { operation: id, cause: error });
    }
  }

  #change(id: string, change: Partial<OperationView>): void {
    this.#views = this.#views.map((view) => (view.id === id ? { ...view, ...change } : view));
  }

  #now(): string {
    return this.clock.now().toISOString();
  }
}

function problemOf(error: unknown): string {
  if (isDiskFull(error) || error instanceof NoRoom) return 'There is no room left on the disk of the server.';
  const { syscall, message } = error as NodeJS.ErrnoException;
  const isExplained = syscall !== undefined || (error instanceof Error && explained.has(error.constructor.name));
  return isExplained ? message : 'It failed; the log of the server says why.';
}
