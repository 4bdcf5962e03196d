import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../support/project-files.js';
import { type Ended, runPiped } from '../support/run-piped.js';

interface Around {
  /** What standard input holds. */
  readonly input?: string;
  readonly environment?: Record<string, string>;
}

/**
 * Somebody at the command line of the built program, with a home of their own and nothing of our environment. A process of its own is
 * begun for what only a process shows; everything else runs in ours.
 */
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

  /** Begins a process, which a test may interrupt. */
  begin(args: readonly string[], environment: Record<string, string> = {}): ChildProcessWithoutNullStreams {
    const program = join(projectRoot, 'dist/apps/cli/src/main.js');
    return spawn(process.execPath, [program, ...args], { cwd: this.home, env: { ...this.environment, ...environment } });
  }

  async runProcess(args: readonly string[], { input = '', environment = {} }: Around = {}): Promise<Ended> {
    const child = this.begin(args, environment);
    const written = [text(child.stdout), text(child.stderr)];
    // A program that needs no input may have ended before it could be given any.
    child.stdin.on('error', () => {}).end(input);
    const [code] = await once(child, 'close');
    const [output, errors] = await Promise.all(written);
    return { code, output, errors };
  }

  run(args: readonly string[], { input, environment }: Around = {}): Promise<Ended> {
    return runPiped(args, { ...this.environment, ...environment }, input);
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
