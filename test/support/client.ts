import type { RunningServer } from './server-process.js';

/** Somebody who is signed in to a server that listens: its owner, unless another is named. */
export class Client {
  private constructor(
    private readonly server: RunningServer,
    readonly cookie: string,
  ) {}

  static async signIn(server: RunningServer, email = server.ownerEmail): Promise<Client> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ email, password: server.ownerPassword });
    const answer = await fetch(`${server.url}/v1/sessions`, { method: 'POST', headers, body });
    if (answer.status !== 201) throw new Error(`Signing in answered ${answer.status}.`);
    return new Client(
      server,
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1)[0])
        .join('; '),
    );
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer.
  async request(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
    const headers = { cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await fetch(this.server.url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Registers a person and answers the status; 0 when there was no answer. */
  async register(email: string): Promise<number> {
    return this.request('POST', '/v1/users', { email, role: 'annotator' }).then(
      ({ status }) => status,
      () => 0,
    );
  }

  /** Registers a person who has chosen a password themselves, by a link: the one that everybody here has. Answers the id. */
  async registerPerson(email: string, role: string): Promise<string> {
    const { id } = (await this.request('POST', '/v1/users', { email, role })).body;
    const { link } = (await this.request('POST', `/v1/users/${id}/password-reset`)).body;
    const body = JSON.stringify({ secret: link.split('#')[1], newPassword: this.server.ownerPassword });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${this.server.url}/v1/password-resets`, { method: 'POST', headers, body });
    if (status !== 204) throw new Error(`Choosing a password answered ${status}.`);
    return id;
  }

  async emails(): Promise<string[]> {
    const { body } = await this.request('GET', '/v1/users?limit=200');
    return body.items.map(({ email }: { email: string }) => email);
  }
}
