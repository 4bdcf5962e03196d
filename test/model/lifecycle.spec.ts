import { describe, expect, it } from '@jest/globals';
import { isFullRun } from '../faults/full-run.js';
import type { Person, TestApp } from '../support/app.js';
import { randomOf } from '../support/events.js';
import { runningApp } from '../support/running-app.js';
import { Model, type ModelToken } from './lifecycle-model.js';

const steps = isFullRun ? 5_000 : 600;
const seeds = isFullRun ? [1, 2] : [1];
const ttl = 365 * 86_400;
const sessionAge = 14 * 86_400;

interface Held extends ModelToken {
  readonly id: string;
  readonly credential: string;
}

/** Does at random what people do, to the server and to the model, and compares the two. */
class Play {
  readonly model = new Model();
  readonly held: Held[] = [];
  readonly people: Person[] = [];
  #owners = new Map<string, { cookie: string; until: number }>();

  constructor(
    private readonly app: TestApp,
    private readonly random: (below: number) => number,
  ) {}

  async begin(): Promise<void> {
    const second = (await this.app.secondOrganization()).owner;
    for (const owner of [this.app.owner, second]) {
      this.people.push(
        owner,
        await this.app.register('manager', owner.organizationId),
        await this.app.register('owner', owner.organizationId),
      );
      this.model.owners.set(owner.organizationId, new Set([owner.id, (this.people.at(-1) as Person).id]));
    }
  }

  /** A session, confirmed lately, of an owner who can still sign in. */
  async owner(organizationId: string): Promise<{ cookie: string }> {
    const known = this.#owners.get(organizationId);
    if (known && this.model.now < known.until) return known;
    const owners = this.model.owners.get(organizationId) as Set<string>;
    const person = this.people.find(({ id }) => owners.has(id) && !this.model.disabled.has(id) && !this.model.gone.has(id)) as Person;
    const session = { ...(await this.app.signIn(person)), until: this.model.now + 600 };
    this.#owners.set(organizationId, session);
    return session;
  }

  async step(): Promise<void> {
    const person = this.people[this.random(this.people.length)];
    const acts: readonly (readonly [number, (person: Person) => Promise<void>])[] = [
      [6, this.issuePersonal],
      [3, this.issueLegacy],
      [2, this.signIn],
      [4, this.revoke],
      [4, this.rotate],
      [2, this.renew],
      [1, this.revokeAll],
      [3, this.switchType],
      [4, this.toggle],
      [2, this.changeRole],
      [4, this.move],
      [this.random(20) === 0 ? 1 : 0, this.restart],
    ];
    const weighted = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));
    await weighted[this.random(weighted.length)].call(this, person);
  }

  /** Every credential that was ever handed out, or a sample of them, is judged alike by both. */
  async compare(sample: number): Promise<void> {
    for (let i = 0; i < Math.min(sample, this.held.length); i += 1) {
      const held = sample >= this.held.length ? this.held[i] : this.held[this.random(this.held.length)];
      const good = await this.#isAccepted(held);
      const { credential: _, ...shown } = held;
      expect(`${JSON.stringify(shown)} ${good}`).toBe(`${JSON.stringify(shown)} ${this.model.isGood(held.id, held)}`);
    }
  }

  async #isAccepted({ kind, credential }: Held): Promise<boolean> {
    if (kind === 'session') return (await this.app.request('GET', '/v1/users/me', { headers: { cookie: credential } })).status === 200;
    if (kind === 'legacy')
      return (await this.app.request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status === 200;
    const { status, body } = await this.app.request('POST', '/api/token/refresh', { body: { refresh: credential } });
    if (status !== 200) return false;
    return (await this.app.request('GET', '/v1/auth', { headers: { authorization: `Bearer ${body.access}` } })).status === 200;
  }

  #hold(person: Person, id: string, kind: Held['kind'], generation: number, credential: string, lifetime: number): void {
    const order = this.model.issue(id, generation);
    this.held.push({
      id,
      owner: person.id,
      organization: person.organizationId,
      kind,
      generation,
      credential,
      order,
      expiresAt: this.model.now + lifetime,
    });
  }

  #canSignIn = (person: Person) => !this.model.disabled.has(person.id) && !this.model.gone.has(person.id);
  #latest = (person: Person, kind: Held['kind']) => this.held.filter((held) => held.owner === person.id && held.kind === kind).at(-1);
  #isOn = (person: Person, kind: string) => !this.model.switchedOff.has(`${person.organizationId} ${kind}`);

  async issuePersonal(person: Person): Promise<void> {
    if (!this.#canSignIn(person)) return;
    const answer = await this.app.request('POST', '/v1/tokens', { headers: await this.app.signIn(person), body: { kind: 'personal' } });
    expect(answer.status).toBe(this.#isOn(person, 'personal') ? 201 : 403);
    if (answer.status === 201) this.#hold(person, answer.body.token.id, 'personal', 1, answer.body.credential, ttl);
  }

  async issueLegacy(person: Person): Promise<void> {
    if (!this.#canSignIn(person)) return;
    const known = this.#latest(person, 'legacy');
    const { status, body } = await this.app.request('GET', '/api/current-user/token', { headers: await this.app.signIn(person) });
    if (status !== 200) return;
    if (known) expect(body.token).toBe(known.credential);
    else this.#hold(person, `legacy ${person.id}`, 'legacy', 1, body.token, Number.POSITIVE_INFINITY);
  }

  async signIn(person: Person): Promise<void> {
    const { email, password } = person;
    const answer = await this.app.request('POST', '/v1/sessions', { body: { email, password } });
    expect(answer.status).toBe(this.#canSignIn(person) ? 201 : 401);
    if (answer.status !== 201) return;
    const cookie = [answer.headers['set-cookie']]
      .flat()
      .map((text) => String(text).split(';')[0])
      .find((text) => text.startsWith('keyledger_session')) as string;
    this.#hold(person, answer.body.id, 'session', 1, cookie, Math.min(sessionAge, 5 * 86_400));
  }

  async revoke(person: Person): Promise<void> {
    const held = this.#latest(person, this.random(2) === 0 ? 'personal' : 'session');
    if (!held) return;
    const isSession = held.kind === 'session';
    const headers = isSession ? { cookie: held.credential } : await this.owner(person.organizationId);
    const answer = await this.app.request('DELETE', isSession ? '/v1/sessions/current' : `/v1/tokens/${held.id}`, { headers });
    if (answer.status === 204) this.model.revoked.add(held.id);
    else expect(answer.status).toBe(401);
  }

  async rotate(person: Person): Promise<void> {
    const held = this.#latest(person, 'personal');
    if (!held || !this.#canSignIn(person)) return;
    const answer = await this.app.request('POST', `/v1/tokens/${held.id}/rotate`, { headers: await this.app.signIn(person) });
    expect(answer.status === 200).toBe(this.model.isGood(held.id, held));
    if (answer.status !== 200) return;
    const order = held.order;
    this.#hold(person, held.id, 'personal', held.generation + 1, answer.body.credential, ttl);
    Object.assign(this.held.at(-1) as object, { order });
  }

  async renew(person: Person): Promise<void> {
    const held = this.#latest(person, 'legacy');
    if (!held || !this.#canSignIn(person)) return;
    const answer = await this.app.request('POST', '/api/current-user/reset-token/', { headers: await this.app.signIn(person) });
    expect(answer.status).toBe(this.#isOn(person, 'legacy') ? 201 : 403);
    if (answer.status === 201) this.#hold(person, held.id, 'legacy', held.generation + 1, answer.body.token, Number.POSITIVE_INFINITY);
  }

  async revokeAll(person: Person): Promise<void> {
    const headers = await this.owner(person.organizationId);
    const answer = await this.app.request('POST', `/v1/users/${person.id}/revoke-tokens`, { headers });
    expect(answer.status).toBe(200);
    this.model.revokeAllOf(person.id);
    this.#owners.clear();
  }

  async switchType(person: Person): Promise<void> {
    const [kind, setting] = this.random(2) === 0 ? ['personal', 'personalAccessTokensEnabled'] : ['legacy', 'legacyTokensEnabled'];
    const key = `${person.organizationId} ${kind}`;
    const on = this.model.switchedOff.has(key);
    const answer = await this.app.request('PATCH', '/v1/organization', {
      headers: await this.owner(person.organizationId),
      body: { [setting]: on },
    });
    expect(answer.status).toBe(200);
    if (on) this.model.switchedOff.delete(key);
    else this.model.switchedOff.add(key);
  }

  async toggle(person: Person): Promise<void> {
    const isDisabled = this.model.disabled.has(person.id);
    const headers = await this.owner(person.organizationId);
    const answer = await this.app.request('POST', `/v1/users/${person.id}/${isDisabled ? 'enable' : 'disable'}`, { headers });
    expect(answer.status).toBe(isDisabled || this.model.mayLose(person.organizationId, person.id) ? 200 : 409);
    if (answer.status !== 200) return;
    if (isDisabled) this.model.disabled.delete(person.id);
    else this.model.disabled.add(person.id);
    this.#owners.clear();
  }

  async changeRole(person: Person): Promise<void> {
    const owners = this.model.owners.get(person.organizationId) as Set<string>;
    const role = this.random(2) === 0 ? 'owner' : 'reviewer';
    const headers = await this.owner(person.organizationId);
    const answer = await this.app.request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role } });
    const isAllowed = role === 'owner' || this.model.mayLose(person.organizationId, person.id);
    if (!isAllowed) expect(answer.status).toBe(409);
    if (answer.status !== 200) return;
    if (role === 'owner') owners.add(person.id);
    else owners.delete(person.id);
    this.#owners.clear();
  }

  async move(): Promise<void> {
    const seconds = [60, 3600, 6 * 86_400, 100 * 86_400][this.random(4)];
    this.app.clock.advance(seconds);
    this.model.now += seconds;
  }

  async restart(): Promise<void> {
    await this.app.restart();
  }
}

describe.each(seeds)(`Against a model of what is promised, over ${steps} steps (seed %d)`, (seed) => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  it('every credential is judged as the model says, in two organizations (SR-40)', async () => {
    const play = new Play(app(), randomOf(seed));
    await play.begin();
    for (let i = 0; i < steps; i += 1) {
      await play.step();
      await play.compare(3);
    }
    await play.compare(play.held.length);
    expect(play.held.length).toBeGreaterThan(steps / 20);
  }, 1_200_000);
});
