import { CommandBus } from '@nestjs/cqrs';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { RegisterUser } from '#api/features/users/register-user.command';
import type { Role } from '#domain/role';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { TestApp } from './test-app.js';

/** A request that is certain to succeed, on something that nothing was done to yet. */
export interface Ready {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
  readonly form?: Record<string, string>;
}

export type Prepare = (given: Preparation) => Promise<Ready>;

/** Makes what a route is called on, without the time that checking a password takes. */
export class Preparation {
  #number = 0;

  constructor(
    readonly app: TestApp,
    readonly owner: { cookie: string },
  ) {}

  get unique(): string {
    this.#number += 1;
    return `n${this.#number}`;
  }

  async person(role: Role = 'manager'): Promise<{ id: string; email: string; session: { cookie: string } }> {
    const { organizationId } = this.app.owner;
    const email = `${newId()}@example.org`;
    const by = operatorIn(organizationId, this.app.origin(organizationId));
    const { id } = await this.app.get(CommandBus).execute(new RegisterUser(by, { email, role, firstName: 'Ada' }));
    return { id, email, session: await this.session(id) };
  }

  /** A session whose password was checked a moment ago. */
  async session(ownerId: string): Promise<{ cookie: string; id: string; credential: string }> {
    const { credential, lookup, kept } = this.app.get(CredentialMint).opaque('session');
    const [at, id] = [this.app.clock.now().toISOString(), newId()];
    const expiresAt = new Date(this.app.clock.now().getTime() + 86_400_000).toISOString();
    const owner = { kind: 'session', ownerKind: 'user', ownerId, name: null } as const;
    const command: Token.Command = { type: 'IssueToken', ...owner, lookup, kept, at, expiresAt, latestExpiry: null, typeEnabled: true };
    const origin = this.app.origin(this.app.owner.organizationId);
    await this.app.get(Ledger).on(Token.stream(id)).handle(command, origin);
    return { cookie: `keyledger_session=${credential}`, id, credential };
  }

  async token(kind: 'personal' | 'legacy', name?: string): Promise<{ id: string; credential: string; session: { cookie: string } }> {
    const { session } = await this.person();
    const { body } = await this.app.request('POST', '/v1/tokens', { headers: cookieOf(session), body: { kind, ...(name && { name }) } });
    return { id: body.token.id, credential: body.credential, session: cookieOf(session) };
  }

  /** The credential of a personal token that was replaced, and is good for a while. */
  async replacedGeneration(overlap: unknown): Promise<Ready> {
    const { id, session: headers } = await this.token('personal');
    await this.app.request('POST', `/v1/tokens/${id}/rotate`, { headers, body: overlap });
    return { path: `/v1/tokens/${id}/generations/1`, headers };
  }

  async post(path: string, body?: unknown): Promise<ReturnType<TestApp['request']> extends Promise<infer A> ? A : never> {
    return this.app.request('POST', path, { headers: this.owner, body });
  }
}

export const cookieOf = ({ cookie }: { cookie: string }) => ({ cookie });
