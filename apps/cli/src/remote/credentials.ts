import { CliFailure } from '../exit-codes.js';
import type { SecretInput } from '../secret-input.js';
import { type Credentials, failureOf, request } from './api-client.js';
import type { SessionFile } from './session-file.js';

const json = { 'Content-Type': 'application/json' };

/** The session of `keyledger login`. The password is asked for again when the server requires recent authentication. */
export class SessionCredentials implements Credentials {
  readonly isSession = true;
  #sent: string | undefined;

  constructor(
    private readonly url: string,
    private readonly sessions: SessionFile,
    private readonly secrets: SecretInput,
    private readonly isPasswordInInput: boolean,
  ) {}

  async headers(): Promise<Record<string, string>> {
    const session = this.sessions.get(this.url);
    this.#sent = session?.cookie;
    return session ? { Cookie: session.cookie } : {};
  }

  /** Another command may have confirmed the session meanwhile, which replaced its secret. */
  renew(): boolean {
    return this.sessions.get(this.url)?.cookie !== this.#sent;
  }

  async confirm(): Promise<void> {
    const session = this.sessions.get(this.url);
    const ask = `Password of ${session?.email}, to confirm the session: `;
    const remedy = 'This needs your password: run it at a terminal, or with --password-stdin.';
    if (!this.isPasswordInInput && !this.secrets.canAsk) throw new CliFailure('notAllowed', remedy);
    const password = this.isPasswordInInput ? await this.secrets.nextLine('your password') : await this.secrets.ask(ask, remedy);
    const headers = { ...json, ...(await this.headers()) };
    const answer = await request(this.url, '/v1/sessions/current/confirm', { method: 'POST', headers, body: JSON.stringify({ password }) });
    if (!answer.ok) throw await failureOf(answer);
    this.sessions.renew(this.url, answer.headers.getSetCookie());
  }
}

/** An access token is replaced before its lifetime of nearly five minutes ends. */
const accessUsedForMs = 240_000;

/** An API credential, from the environment or from standard input. */
export class ApiCredentials implements Credentials {
  readonly isSession = false;
  #access: { readonly token: string; readonly madeAtMs: number } | null = null;

  constructor(
    private readonly url: string,
    private readonly credential: string,
  ) {}

  async headers(): Promise<Record<string, string>> {
    if (/^[0-9a-f]{40}$/.test(this.credential)) return { Authorization: `Token ${this.credential}` };
    return { Authorization: `Bearer ${isPersonal(this.credential) ? await this.#exchanged() : this.credential}` };
  }

  renew(): boolean {
    const hadAccess = this.#access !== null;
    this.#access = null;
    return hadAccess;
  }

  confirm(): Promise<void> {
    const why =
      'Only a session whose password was checked in the last 15 minutes may do this; a token may not. Sign in with: keyledger login';
    return Promise.reject(new CliFailure('notAllowed', why, { code: 'permission/confirmation-required', status: 403 }));
  }

  /** A personal access token is exchanged for an access token, which the routes require. */
  async #exchanged(): Promise<string> {
    if (this.#access && Date.now() - this.#access.madeAtMs < accessUsedForMs) return this.#access.token;
    const body = JSON.stringify({ refresh: this.credential });
    const answer = await request(this.url, '/api/token/refresh', { method: 'POST', headers: json, body });
    if (answer.status === 401) throw new CliFailure('notAllowed', 'The personal access token is not valid.', { status: 401 });
    if (!answer.ok) throw await failureOf(answer);
    this.#access = { token: ((await answer.json()) as { access: string }).access, madeAtMs: Date.now() };
    return this.#access.token;
  }
}

/** Whether the credential is a JWT that claims to be a personal access token. The server verifies it. */
function isPersonal(credential: string): boolean {
  try {
    return JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString('utf8')).token_type === 'refresh';
  } catch {
    return false;
  }
}
