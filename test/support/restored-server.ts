import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client.js';
import { runPiped } from './run-piped.js';
import { ServerInProcess } from './server-in-process.js';
import { ServerProcess } from './server-process.js';

/** A server whose data directory is backed up and put back, by the commands that an operator has for it. */
export class RestoredServer {
  private constructor(
    readonly root: string,
    public server: ServerInProcess | ServerProcess,
  ) {}

  /** A process of its own can be killed. */
  static async start(kind: typeof ServerInProcess | typeof ServerProcess = ServerInProcess): Promise<RestoredServer> {
    const root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    return new RestoredServer(root, await kind.start({ directory: join(root, 'data') }));
  }

  get data(): string {
    return join(this.root, 'data');
  }

  get backup(): string {
    return join(this.root, 'backup');
  }

  async remove(): Promise<void> {
    await this.server.remove();
    await rm(this.root, { recursive: true, force: true });
  }

  async keyledger(...args: string[]): Promise<{ code: number | null; output: string }> {
    const { code, output, errors } = await runPiped(args, { KEYLEDGER_DATA_DIR: this.data });
    return { code, output: output + errors };
  }

  /** Stops the server, copies its directory, and starts it again. */
  async backUp(): Promise<void> {
    await this.server.stop();
    const { code, output } = await this.keyledger('backup', '--to', this.backup);
    if (code !== 0) throw new Error(output);
    await cp(join(this.data, 'keys'), join(this.root, 'keys-then'), { recursive: true });
    await this.server.restart();
  }

  /** Leaves the data directory as a restore does: log and vault of the backup, and the keys, as they are now or as they were then. */
  async putBack(keys: 'keys-now' | 'keys-then' = 'keys-now'): Promise<void> {
    await this.server.remove();
    await cp(join(this.data, 'keys'), join(this.root, 'keys-now'), { recursive: true });
    const register = join(this.root, 'erased');
    const isRegister = await cp(join(this.data, 'erased'), register).then(
      () => true,
      () => false,
    );
    await rm(this.data, { recursive: true, force: true });
    const { code, output } = await this.keyledger('restore', '--from', this.backup, ...(isRegister ? ['--erased', register] : []));
    if (code !== 0) throw new Error(output);
    await cp(join(this.root, keys), join(this.data, 'keys'), { recursive: true });
  }

  /** Why the server does not start. */
  refusal(): Promise<string> {
    return ServerInProcess.start({ directory: this.data }).then(
      () => 'It started.',
      ({ message }: Error) => message,
    );
  }

  async startAgain(environment: Record<string, string> = {}): Promise<Client> {
    this.server = await ServerInProcess.start({ directory: this.data, environment });
    return Client.signIn(this.server);
  }

  declareRestore(): Promise<Client> {
    return this.startAgain({ KEYLEDGER_DECLARE_RESTORE: 'true' });
  }

  async auth(access: string): Promise<number> {
    return (await fetch(`${this.server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
  }

  async issue(client: Client): Promise<{ id: string; credential: string; access: string }> {
    const { body } = await client.request('POST', '/v1/tokens', { kind: 'personal' });
    const refreshed = await client.request('POST', '/api/token/refresh', { refresh: body.credential });
    return { id: body.token.id, credential: body.credential, access: refreshed.body.access };
  }
}
