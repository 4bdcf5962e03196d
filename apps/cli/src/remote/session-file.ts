import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliFailure } from '../exit-codes.js';

/** What `keyledger login` stores of a session with one server. */
export interface KeptSession {
  /** The `Cookie` header: the session, and the proof that this device signed in before. */
  readonly cookie: string;
  readonly email: string;
  readonly expiresAt: string;
}

/** The sessions of this operating-system user, one for each server, in a file that nobody else can read. */
export class SessionFile {
  readonly path: string;

  constructor({ XDG_CONFIG_HOME: configured, HOME: home }: NodeJS.ProcessEnv) {
    this.path = join(configured || join(home || homedir(), '.config'), 'keyledger', 'sessions.json');
  }

  /** @throws CliFailure when others can read the file, or when its content is invalid */
  get(url: string): KeptSession | null {
    return this.#read()[url] ?? null;
  }

  set(url: string, session: KeptSession): void {
    this.#write({ ...this.#read(), [url]: session });
  }

  /** Adopts the cookies that a response set; others stay. */
  renew(url: string, setCookies: readonly string[]): void {
    const session = this.get(url);
    if (session) this.set(url, { ...session, cookie: cookieAfter(session.cookie, setCookies) });
  }

  delete(url: string): void {
    const { [url]: _, ...others } = this.#read();
    this.#write(others);
  }

  #read(): Record<string, KeptSession> {
    const mode = statSync(this.path, { throwIfNoEntry: false })?.mode;
    if (mode === undefined) return {};
    if ((mode & 0o077) !== 0) throw new CliFailure('failed', `${this.path} can be read by other users. Run: chmod 600 '${this.path}'`);
    try {
      return JSON.parse(readFileSync(this.path, 'utf8'));
    } catch {
      throw new CliFailure('failed', `${this.path} cannot be read. Delete it, and sign in again.`);
    }
  }

  /** Writes the file atomically. */
  #write(sessions: Record<string, KeptSession>): void {
    const folder = dirname(this.path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${process.pid}`;
    writeFileSync(temporary, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, this.path);
  }
}

/** Returns the `Cookie` header after responses with these `Set-Cookie` headers. */
export function cookieAfter(cookie: string, setCookies: readonly string[]): string {
  const pairs = [...cookie.split('; ').filter(Boolean), ...setCookies.map((text) => text.split(';', 1)[0])];
  return [...new Map(pairs.map((pair) => [pair.split('=', 1)[0], pair])).values()].join('; ');
}
