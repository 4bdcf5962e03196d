import { expect } from '@jest/globals';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { eventually } from '../support/eventually.js';
import type { Answer, Person, TestApp } from '../support/test-app.js';
import type { LifecycleModel, ModelToken } from './lifecycle-model.js';

/** A credential that was handed out, with what the model has to know of it. */
export interface Held extends ModelToken {
  readonly credential: string;
}

export interface Account {
  readonly id: string;
  readonly organizationId: string;
}

/** Two organizations of their own on a running server, and everything that was ever handed out in them. */
export class LifecycleWorld {
  readonly held: Held[] = [];
  readonly people: Person[] = [];
  /** Only for people who have another password than the one they were registered with. */
  readonly passwords = new Map<string, string>();
  readonly accounts = new Map<string, Account>();

  private constructor(readonly app: TestApp) {}

  static async begin(app: TestApp, model: LifecycleModel): Promise<LifecycleWorld> {
    const world = new LifecycleWorld(app);
    for (let i = 0; i < 2; i += 1) {
      const { organizationId, owner } = await app.secondOrganization();
      const [second, manager] = [await app.register('owner', organizationId), await app.register('manager', organizationId)];
      world.people.push(owner, second, manager);
      for (const { id } of [owner, second]) model.roles.set(id, 'owner');
      model.roles.set(manager.id, 'manager');
      model.owners.set(organizationId, new Set([owner.id, second.id]));
      const headers = await world.session(owner);
      const switched = await app.request('PATCH', '/v1/organization', { headers, body: { legacyTokensEnabled: true } });
      expect(switched.status).toBe(200);
    }
    return world;
  }

  /** A session that was begun a moment ago, without the time that checking a password takes. */
  async session({ id: ownerId, organizationId }: Person): Promise<{ cookie: string }> {
    const { credential, lookup, kept } = this.app.get(CredentialMint).opaque('session');
    const at = this.app.clock.now();
    const expiresAt = new Date(at.getTime() + 86_400_000).toISOString();
    const terms = { at: at.toISOString(), expiresAt, latestExpiry: null, typeEnabled: true };
    const owner = { kind: 'session', ownerKind: 'user', ownerId, name: null } as const;
    const command: Token.Command = { type: 'IssueToken', ...owner, lookup, kept, ...terms };
    await this.app.get(Ledger).on(Token.stream(newId())).handle(command, this.app.origin(organizationId));
    return { cookie: `keyledger_session=${credential}` };
  }

  /** An owner who can act, another one than `than` where there is one. */
  actingOwner(model: LifecycleModel, organizationId: string, than?: string): Person {
    const owners = this.people.filter(
      (person) => person.organizationId === organizationId && model.isOwner(organizationId, person.id) && model.canAct(person.id),
    );
    return owners.find(({ id }) => id !== than) ?? owners[0];
  }

  /** A session of theirs. */
  ownerOf(model: LifecycleModel, organizationId: string, than?: string): Promise<{ cookie: string }> {
    return this.session(this.actingOwner(model, organizationId, than));
  }

  passwordOf({ id, password }: Person): string {
    return this.passwords.get(id) ?? password;
  }

  async ask(session: Promise<{ cookie: string }>, method: string, path: string, body?: unknown): Promise<Answer> {
    return this.app.request(method, path, { headers: await session, body });
  }

  hold(token: Omit<Held, 'credential'>, credential: string): void {
    this.held.push({ ...token, credential });
  }

  latest(owner: string, kind: Held['kind']): Held | undefined {
    return this.held.findLast((held) => held.owner === owner && held.kind === kind);
  }

  /** Whether the server accepts it, presented in the way of its kind. */
  async accepts({ kind, credential }: Held): Promise<boolean> {
    if (kind === 'password-reset') return this.#acceptsLink(credential);
    if (kind === 'personal') return (await this.refresh(credential)).status === 200;
    const path = kind === 'session' ? '/v1/users/me' : '/v1/auth';
    const scheme = kind === 'access' || kind === 'api-key' ? 'Bearer' : 'Token';
    const headers: Record<string, string> = kind === 'session' ? { cookie: credential } : { authorization: `${scheme} ${credential}` };
    return (await this.app.request('GET', path, { headers })).status === 200;
  }

  async #actsAs({ credential }: Held): Promise<unknown> {
    const answer = await this.app.request('GET', '/v1/auth', { headers: { authorization: `Bearer ${credential}` } });
    return answer.headers['x-keyledger-role'];
  }

  /** A password that is refused for everybody does not use up a good link. */
  async #acceptsLink(secret: string): Promise<boolean> {
    const { status } = await this.app.request('POST', '/v1/password-resets', { body: { secret, newPassword: 'short' } });
    return status === 422;
  }

  refresh(refresh: string): Promise<Answer> {
    return this.app.request('POST', '/api/token/refresh', { body: { refresh } });
  }

  /** The server and the model say the same of it. */
  async compare(model: LifecycleModel, held: Held): Promise<void> {
    const { credential: _, ...shown } = held;
    const isAccepted = await this.accepts(held);
    expect(`${JSON.stringify(shown)} ${isAccepted}`).toBe(`${JSON.stringify(shown)} ${model.isGood(held)}`);
    if (isAccepted && held.kind === 'api-key') expect(await this.#actsAs(held)).toBe(model.roleOf(held));
    if (isAccepted) await this.used(model, held);
  }

  /** A use that ends the generation before is recorded beside the answer: waits for that. */
  async used(model: LifecycleModel, held: Held): Promise<void> {
    const { principals, tokens } = this.app.get(TokenValidity);
    const endedKey = model.useKey(held);
    if (endedKey !== undefined) await eventually(() => expect(tokens.byId(endedKey)?.revoked).toBe(true));
    if (!model.use(held)) return;
    const tokenId = principals.serviceAccounts.get(held.id)?.tokenId ?? held.id;
    await eventually(() => expect(tokens.byId(tokenId)?.previous).toBeNull());
  }
}
