import { startScript, stop } from './child-process.mjs';
import { loadCore } from './cores.mjs';

/** The load generator, in a process of its own. */
export class Load {
  #child = startScript(loadCore, ['bench/load/load-process.mjs']);
  #waiting = new Map();
  #tasks = 0;

  constructor() {
    this.#child.on('message', ({ id, result, error }) => {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      error ? reject(new Error(error)) : resolve(result);
    });
    this.#child.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The load generator ended:\n${this.#child.output}`));
    });
  }

  /** Prepares a request of this form for each line of a file, under a name. */
  prepare(name, form, credentialsFile) {
    return this.#ask({ kind: 'prepare', name, form, credentialsFile });
  }

  /**
   * Sends the requests of that name in rotation, continuing where the last call stopped. @throws Error when a response has a status other
   * than 200
   */
  async send(task) {
    const result = await this.#ask({ kind: 'send', connections: 32, ...task });
    const others = Object.keys(result.statuses).filter((status) => status !== '200');
    if (others.length > 0 && !task.mayFail) throw new Error(`Requests of ${task.name} were answered ${JSON.stringify(result.statuses)}.`);
    return result;
  }

  /** Reads the responses to this request, one after another, for `durationMs`; returns `{bytes}`. */
  read(task) {
    return this.#ask({ kind: 'read', ...task });
  }

  stop() {
    return stop(this.#child);
  }

  #ask(task) {
    this.#tasks += 1;
    const id = this.#tasks;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, ...task });
    });
  }
}
