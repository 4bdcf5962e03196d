import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { projectRoot } from './project-files.js';

const pollMs = 50;

export interface ServerOptions {
  /** `main` runs what is built; `npm-start` runs the command behind `npm start`. */
  readonly by?: 'main' | 'npm-start';
  readonly environment?: Record<string, string>;
  /** A data directory that is there already and stays; by default a new one that `remove` takes away. */
  readonly directory?: string;
  /** Umask of the process, octal. */
  readonly umask?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Whom every server of these begins with. */
export const owner = { email: 'owner@example.org', password: 'a-long-and-quiet-river' } as const;

/** What a client has to know of a server. */
export interface RunningServer {
  readonly url: string;
  readonly directory: string;
  readonly ownerEmail: string;
  readonly ownerPassword: string;
}

const programs = { main: 'dist/programs/api.js', 'npm-start': 'scripts/start.mjs' };

/** The built server as a process of its own, as a user runs it: on a free port, in a data directory of its own. */
export class ServerProcess implements RunningServer {
  readonly ownerEmail = owner.email;
  readonly ownerPassword = owner.password;
  /** Everything that it has written since it was started last, both streams. */
  output = '';
  #child!: ChildProcess;
  #exit!: Promise<Exit>;

  private constructor(
    readonly directory: string,
    readonly port: number,
    private readonly options: ServerOptions,
  ) {}

  /** Starts a server and waits until it is ready. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const server = await ServerProcess.launch(options);
    try {
      await server.ready();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** Starts a server without waiting, for starts that are to fail. */
  static async launch(options: ServerOptions = {}): Promise<ServerProcess> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'keyledger-')));
    const server = new ServerProcess(directory, await freePort(), options);
    server.#spawn();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Ends it as an operator does. */
  async stop(): Promise<Exit> {
    this.#child.kill('SIGTERM');
    return this.#exit;
  }

  /** Ends it as a power cut does. */
  async kill9(): Promise<Exit> {
    this.#child.kill('SIGKILL');
    return this.#exit;
  }

  /** Resolves when the process has ended by itself. */
  exited(): Promise<Exit> {
    return this.#exit;
  }

  /** Stops it and starts it again on the same directory and port. */
  async restart(): Promise<void> {
    await this.stop();
    this.#spawn();
    await this.ready();
  }

  /** Ends it, if it still runs, and removes the data directory that was made for it. */
  async remove(): Promise<void> {
    await this.kill9();
    if (!this.options.directory) await rm(this.directory, { recursive: true, force: true });
  }

  async ready(): Promise<void> {
    let exit: Exit | undefined;
    this.#exit.then((value) => (exit = value));
    while (!(await this.#isReady())) {
      if (exit) throw new Error(`The server ended with ${exit.code ?? exit.signal} before it was ready:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    // What it had printed by then lies in the pipes, and is read in this turn of the loop.
    await nextTurn();
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.status === 200;
  }

  #spawn(): void {
    const { by = 'main', environment = {}, umask = 0o022 } = this.options;
    this.output = '';
    // A shell sets the umask, which no spawn can, and is then replaced by the server.
    const line = `umask ${umask.toString(8)}; exec "$0" "$1"`;
    this.#child = spawn('/bin/sh', ['-c', line, process.execPath, join(projectRoot, programs[by])], {
      cwd: projectRoot,
      env: { ...this.#settings(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (this.output += text));
    }
    this.#exit = once(this.#child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  /** Nothing of our own environment: a developer's settings must not change what a test sees. */
  #settings(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      PORT: String(this.port),
      KEYLEDGER_DATA_DIR: this.directory,
      KEYLEDGER_BOOTSTRAP_EMAIL: this.ownerEmail,
      KEYLEDGER_BOOTSTRAP_PASSWORD: this.ownerPassword,
    };
  }
}

/** Below the ports that systems give to those who connect, of which a browser in another suite may get any at any moment. */
const ports = { from: 20_000, perWorker: 1500 };
/** As many of Jest's workers have ports of their own: between being found free and being listened on, a port is nobody's. */
const workers = 8;
const found = new Set<number>();

/** A port that was free a moment ago, and that nobody else in this suite or in another worker is given. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1) % workers;
  const port = ports.from + worker * ports.perWorker + Math.floor(Math.random() * ports.perWorker);
  if (found.has(port)) return freePort();
  found.add(port);
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}
