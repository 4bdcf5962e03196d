import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../support/project-files.js';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

interface Around {
  /** What standard input holds. */
  readonly input?: string;
  readonly environment?: Record<string, string>;
}

/** Somebody at the command line: the built program as a process of its own, with a home of its own, and nothing of our environment. */
export class Operator {
  private constructor(
    readonly home: string,
    private readonly environment: Record<string, string>,
  ) {}

  static async at(url: string, environment: Record<string, string> = {}): Promise<Operator> {
    const home = await mkdtemp(join(tmpdir(), 'keyledger-home-'));
    return new Operator(home, { PATH: process.env.PATH ?? '', HOME: home, KEYLEDGER_URL: url, ...environment });
  }

  get sessionFile(): string {
    return join(this.home, '.config/keyledger/sessions.json');
  }

  /** Begins what a test interrupts. */
  begin(args: readonly string[], environment: Record<string, string> = {}): ChildProcessWithoutNullStreams {
    const program = join(projectRoot, 'dist/apps/cli/src/main.js');
    return spawn(process.execPath, [program, ...args], { cwd: this.home, env: { ...this.environment, ...environment } });
  }

  async run(args: readonly string[], { input = '', environment = {} }: Around = {}): Promise<Ended> {
    const child = this.begin(args, environment);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    // A program that needs no input may have ended before it could be given any.
    child.stdin.on('error', () => {}).end(input);
    const [code] = await once(child, 'close');
    return { code, output, errors };
  }

  /** Runs what is to succeed, and answers its standard output. */
  async does(args: readonly string[], around?: Around): Promise<string> {
    const { code, output, errors } = await this.run(args, around);
    if (code !== 0) throw new Error(`keyledger ${args.join(' ')} ended with ${code}:\n${errors}`);
    return output;
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer.
  async json(args: readonly string[], around?: Around): Promise<any> {
    return JSON.parse(await this.does([...args, '--json'], around));
  }

  async signIn({ ownerEmail, ownerPassword }: { ownerEmail: string; ownerPassword: string }): Promise<void> {
    await this.does(['login', '--email', ownerEmail, '--password-stdin'], { input: `${ownerPassword}\n` });
  }

  async leave(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
