import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PasswordQueueFull } from './password.js';
import type { Question, Ruling } from './password-guesses.js';

/** The thread's program is missing when the sources run unbuilt. */
const program = new URL('./password-strength-thread.js', import.meta.url);
const judgementMsMax = 2000;
/** This limit covers loading the word lists, once for each thread. */
const loadingMsMax = 20_000;
const waitingMax = 16;
/** An idle thread is ended, since the dictionaries take about 100 MiB and new passwords are rare. */
const idleMsMax = 60_000;

/**
 * Judges whether a guesser would try a new password early. A judgement can take seconds, so a thread of its own makes them one after
 * another. After two seconds the thread is ended and the password is accepted: then only its length counts.
 */
export class PasswordStrength {
  readonly #program: URL;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(thread = program) {
    this.#program = thread;
  }

  /**
   * @param told names and addresses that a guesser would try, such as the person's and the organization's
   *
   * @throws PasswordQueueFull when too many judgements are waiting
   */
  async isGuessable(password: string, told: readonly string[]): Promise<boolean> {
    if (this.#waiting >= waitingMax) throw new PasswordQueueFull('Too many new passwords are waiting to be judged.');
    this.#waiting += 1;
    const ruling = this.#last.then(() => this.#judge({ password, told }));
    this.#last = ruling;
    try {
      return (await ruling) === 'guessable';
    } finally {
      this.#waiting -= 1;
    }
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#end();
  }

  async #judge(question: Question): Promise<Ruling> {
    if (!existsSync(fileURLToPath(this.#program))) return (await import('./password-guesses.js')).rulingOn(question);
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(this.#program);
    const ruling = await answerOf(this.#worker, question);
    if (ruling === null) await this.#end();
    else {
      this.#worker.unref();
      this.#idle = setTimeout(() => void this.#end(), idleMsMax).unref();
    }
    return ruling ?? 'undecided';
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** Null when the thread was too slow or failed; it must not be used again then. */
function answerOf(worker: Worker, question: Question): Promise<Ruling | null> {
  return new Promise((resolve) => {
    let limit = setTimeout(() => settle(null), loadingMsMax);
    const settle = (ruling: Ruling | null) => {
      clearTimeout(limit);
      // The listeners are removed by event, since the worker's own listeners must stay: without them it would read nothing more.
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      // Errors of a thread that is being ended are ignored.
      worker.on('error', () => {});
      resolve(ruling);
    };
    worker.on('message', (said: Ruling | 'begun') => {
      if (said !== 'begun') return settle(said);
      clearTimeout(limit);
      limit = setTimeout(() => settle(null), judgementMsMax);
    });
    worker.on('error', () => settle(null));
    worker.on('exit', () => settle(null));
    worker.ref();
    worker.postMessage(question);
  });
}
