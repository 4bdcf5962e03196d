import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { CommandBus } from '@nestjs/cqrs';
import { type DialectModule, dialectModules } from '#api/api.module';
import type { App } from '#api/app';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { OpenApiController } from '#api/edge/openapi/openapi.controller';
import { CreateOrganization } from '#api/features/organization/organization.commands';
import { RegisterUser } from '#api/features/users/register-user.command';
import type { Role } from '#domain/role';
import type { Origin } from '#event-store/origin';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Worker } from '#worker/worker';
import { type AnswerCheck, AnswerFault, answerCheckOf } from './answer-check.js';
import type { DyingStore } from './dying-store.js';
import { ownerPassword } from './known-password-strength.js';
import { openApp } from './open-app.js';
import { writeSeenMembers } from './seen-members.js';
import { type Sent, written } from './sent.js';
import { TestClock } from './test-clock.js';

export { ownerPassword };

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer, not what it could be.
  readonly body: any;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly organizationId: string;
}

/** The whole server in this process, on a directory of its own, with a clock that the test moves. */
export class TestApp {
  private constructor(
    readonly directory: string,
    readonly clock: TestClock,
    private readonly settings: Record<string, string>,
    private app: App,
    public store: DyingStore,
    private readonly surfaces: readonly DialectModule[],
  ) {}

  static async start(settings: Record<string, string> = {}, surfaces = dialectModules): Promise<TestApp> {
    return TestApp.over(await mkdtemp(join(tmpdir(), 'keyledger-')), settings, new TestClock(), surfaces);
  }

  /** On a directory that is there already, which closing removes, too. */
  static async over(directory: string, settings: Record<string, string> = {}, clock = new TestClock(), surfaces = dialectModules) {
    const all = {
      KEYLEDGER_DATA_DIR: directory,
      KEYLEDGER_BOOTSTRAP_EMAIL: 'owner@example.com',
      KEYLEDGER_BOOTSTRAP_PASSWORD: ownerPassword,
      KEYLEDGER_LOG_LEVEL: 'fatal',
      ...settings,
    };
    const { app, store } = await openApp(all, clock, surfaces);
    return new TestApp(directory, clock, all, app, store, surfaces);
  }

  /** Closes everything and opens it again on the same directory, to which something may be done meanwhile. */
  async restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    await this.app.close();
    await meanwhile();
    ({ app: this.app, store: this.store } = await openApp(this.settings, this.clock, this.surfaces));
  }

  /** How many appends there were since the start. */
  appends(): number {
    return this.store.appends;
  }

  /** After so many appends since the start the store answers no more, as if the process were killed there. */
  dieAfter(appends: number): void {
    this.store.diesAfter = appends;
  }

  /** Waits for `action` right before the next append of an event of this type: what somebody else does in between. */
  interruptBefore(type: string, action: () => Promise<unknown>): void {
    this.store.interruptBefore(type, action);
  }

  get worker(): Worker {
    return this.app.worker;
  }

  async close(): Promise<void> {
    writeSeenMembers(this.#answers(), this.surfaces === dialectModules);
    await this.app.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the injection token's own type says what comes back.
  get<T>(token: abstract new (...args: any[]) => T): T {
    return this.app.nest.get(token as never);
  }

  /** Listens on a free port, for clients that need a real socket. */
  async listen(): Promise<string> {
    await this.app.nest.listen(0, '127.0.0.1');
    return (await this.app.nest.getUrl()).replace('[::1]', '127.0.0.1');
  }

  #answers(): AnswerCheck {
    return answerCheckOf(this.app.nest.get(OpenApiController).document());
  }

  /** @throws Error when the answer is another than the OpenAPI document describes */
  async request(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.app.nest.inject({
      method: method as 'GET',
      url: path,
      ...written(sent),
    });
    const contentType = String(response.headers['content-type']);
    const isJson = /json/.test(contentType);
    const { statusCode: status, payload: text } = response;
    const fault = this.#answers().faultOf({ method, url: path, status, type: contentType.split(';')[0], text });
    if (fault !== null) throw new AnswerFault(fault);
    return { status, headers: response.headers as Answer['headers'], text, body: isJson && text ? parse(text) : undefined };
  }

  /** The first owner, of the first organization. */
  get owner(): Person {
    const [organization] = this.get(TokenValidity).principals.organizations.values();
    const id = Object.keys(organization.owners)[0];
    return { id, email: 'owner@example.com', password: ownerPassword, organizationId: organization.id };
  }

  /** A session's cookie header, its password checked a moment ago. */
  async signIn(person: { email: string; password: string } = this.owner): Promise<{ cookie: string }> {
    const { status, headers, text } = await this.request('POST', '/v1/sessions', {
      body: { email: person.email, password: person.password },
    });
    if (status !== 201) throw new Error(`Signing in answered ${status}: ${text}`);
    const cookies = [headers['set-cookie']].flat().map((cookie) => String(cookie).split(';', 1)[0]);
    return { cookie: cookies.find((cookie) => /keyledger_session=/.test(cookie)) as string };
  }

  /** Registers a person with a password, in the first organization unless another is named. */
  async register(role: Role, organizationId = this.owner.organizationId): Promise<Person> {
    const email = `${role}-${newId()}@example.com`;
    const by = operatorIn(organizationId, this.origin(organizationId));
    const { id } = await this.get(CommandBus).execute(new RegisterUser(by, { email, role, password: ownerPassword }));
    return { id, email, password: ownerPassword, organizationId };
  }

  /** Another organization with an owner of its own. */
  async secondOrganization(): Promise<{ organizationId: string; owner: Person }> {
    const organizationId = newId();
    const administrator = await this.register('administrator', organizationId);
    const organization = { id: organizationId, name: 'Second', firstOwnerId: administrator.id };
    await this.app.nest.get(CommandBus).execute(new CreateOrganization(organization, this.origin(organizationId)));
    return { organizationId, owner: administrator };
  }

  /** A fresh personal access token of the person, and an access token made from it. */
  async tokensOf(person: Person = this.owner): Promise<{ personal: string; access: string; tokenId: string }> {
    const issued = await this.request('POST', '/v1/tokens', { headers: await this.signIn(person), body: { kind: 'personal' } });
    if (issued.status !== 201) throw new Error(`Issuing answered ${issued.status}: ${issued.text}`);
    const personal = issued.body.credential;
    return { personal, tokenId: issued.body.token.id, access: await this.exchange(personal) };
  }

  async exchange(personal: string): Promise<string> {
    const { status, body, text } = await this.request('POST', '/api/token/refresh/', { body: { refresh: personal } });
    if (status !== 200) throw new Error(`Refreshing answered ${status}: ${text}`);
    return body.access;
  }

  /** Switches legacy tokens on, with a confirmed session. */
  async enableLegacyTokens(owner: Person = this.owner): Promise<void> {
    await this.request('PATCH', '/v1/organization', { headers: await this.signIn(owner), body: { legacyTokensEnabled: true } });
  }

  origin(organizationId: string | null): Origin {
    const actor = { kind: 'cli', id: 'test' } as const;
    return { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
