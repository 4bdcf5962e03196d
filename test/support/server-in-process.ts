import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { dialectModules } from '#api/api.module';
import type { App } from '#api/app';
import { SystemClock } from '#event-store/clock';
import { openApp } from './open-app.js';
import { freePort, owner, type RunningServer } from './server-process.js';

interface Options {
  readonly environment?: Record<string, string>;
  /** A data directory that is there already and stays; by default a new one that `remove` takes away. */
  readonly directory?: string;
}

/**
 * A server that listens on a free port, by the machine's clock, in the process of the test, which is a tenth of the work of starting one.
 * What only a process shows (how it is killed, what it prints) needs a `ServerProcess`.
 */
export class ServerInProcess implements RunningServer {
  readonly ownerEmail = owner.email;
  readonly ownerPassword = owner.password;
  readonly pid = process.pid;
  #app!: App;

  private constructor(
    readonly directory: string,
    readonly port: number,
    private readonly options: Options,
  ) {}

  static async start(options: Options = {}): Promise<ServerInProcess> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'keyledger-')));
    const server = new ServerInProcess(directory, await freePort(), options);
    await server.#open();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  stop(): Promise<void> {
    return this.#app.close();
  }

  /** Stops it and starts it again on the same directory and port; one that was stopped is only started. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#open();
  }

  /** Stops it, if it still runs, and removes the data directory that was made for it. */
  async remove(): Promise<void> {
    await this.stop();
    if (!this.options.directory) await rm(this.directory, { recursive: true, force: true });
  }

  async #open(): Promise<void> {
    const settings = {
      KEYLEDGER_DATA_DIR: this.directory,
      KEYLEDGER_BOOTSTRAP_EMAIL: owner.email,
      KEYLEDGER_BOOTSTRAP_PASSWORD: owner.password,
      KEYLEDGER_LOG_LEVEL: 'fatal',
      PORT: String(this.port),
      ...this.options.environment,
    };
    ({ app: this.#app } = await openApp(settings, new SystemClock(), dialectModules));
    let closed: Promise<void> | undefined;
    const { close } = this.#app;
    this.#app = { ...this.#app, close: () => (closed ??= close()) };
    await this.#app.nest.listen(this.port, '127.0.0.1');
  }
}
