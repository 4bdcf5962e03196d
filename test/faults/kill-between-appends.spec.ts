import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { type App, createApp } from '#api/app';
import type { Caller } from '#api/edge/authentication/caller';
import { CredentialJudge } from '#api/edge/authentication/credential-judge';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { CreateServiceAccount } from '#api/features/service-accounts/service-accounts.commands';
import { RegisterUser } from '#api/features/users/register-user.command';
import { Passwords } from '#credentials/password';
import { eventTypes } from '#domain/events';
import { SystemClock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import { Config } from '#installation/config';
import { type Installation, openInstallation } from '#installation/installation';
import { DyingStore } from '../support/dying-store.js';
import { KnownPasswordStrength } from '../support/known-password-strength.js';
import { testPasswordCost } from '../support/open-app.js';

const password = 'a-long-and-quiet-river';
const never = Number.POSITIVE_INFINITY;

describe('A process that is killed between two appends of a creation', () => {
  let directory: string;
  let config: Config;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    config = Config.from({ KEYLEDGER_DATA_DIR: directory, KEYLEDGER_BOOTSTRAP_PASSWORD: password, KEYLEDGER_LOG_LEVEL: 'fatal' });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function open(diesAfter: number): Promise<{ installation: Installation; store: DyingStore }> {
    const opened = await openInstallation(config, new SystemClock(), () => {});
    const store = new DyingStore(opened.store);
    store.diesAfter = diesAfter;
    const cheap = { passwords: new Passwords(testPasswordCost), passwordStrength: new KnownPasswordStrength() };
    return { installation: { ...opened, ...cheap, store, ledger: new Ledger(store, opened.clock, eventTypes) }, store };
  }

  async function withApp<T>(work: (app: App, store: DyingStore, installation: Installation) => Promise<T>): Promise<T> {
    const { installation, store } = await open(never);
    const app = await createApp(installation, () => {});
    try {
      return await work(app, store, installation);
    } finally {
      await app.close();
    }
  }

  let attempts = 0;
  /** Each sign-in comes from another network, because a network that failed before has only a few tries. */
  const signIn = async (app: App, email: string) => {
    attempts += 1;
    const from = { remoteAddress: `10.0.${attempts}.1` };
    return (await app.nest.inject({ method: 'POST', url: '/v1/sessions', payload: { email, password }, ...from })).statusCode;
  };

  it('leaves a first start that the next start finishes: one log, one organization, one owner', async () => {
    for (let appends = 0; appends < 7; appends += 1) {
      const base = { KEYLEDGER_DATA_DIR: join(directory, String(appends)), KEYLEDGER_BOOTSTRAP_PASSWORD: password };
      config = Config.from({ ...base, KEYLEDGER_LOG_LEVEL: 'fatal' });
      const { installation } = await open(appends);
      await expect(createApp(installation, () => {})).rejects.toThrow();
      await installation.close();
      await withApp(async (app, _store, { validity, signingKeys }) => {
        expect(validity.principals.organizations.size).toBe(1);
        expect(signingKeys.jwks().keys.length).toBeGreaterThanOrEqual(1);
        const [{ owners }] = validity.principals.organizations.values();
        expect(Object.keys(owners)).toHaveLength(1);
        expect(await signIn(app, 'owner@example.com')).toBe(201);
      });
    }
  });

  it.each(['manager', 'owner'] as const)('leaves no %s whom anybody sees, and the address free, until the deciding event', async (role) => {
    await withApp(async (app, store, { validity }) => {
      const [{ id: organizationId }] = validity.principals.organizations.values();
      const before = validity.principals.idOf(2);
      for (let survived = 0; ; survived += 1) {
        const email = `second-${role}@example.com`;
        const origin = originOf(organizationId);
        const register = new RegisterUser(operatorIn(organizationId, origin), { email, role, password });
        store.diesAfter = store.appends + survived;
        const registered = await app.nest
          .get(CommandBus)
          .execute(register)
          .catch(() => null);
        store.diesAfter = never;
        if (registered) break;
        if (survived < 3) {
          expect(validity.principals.idOf(2)).toBe(before);
          expect(await signIn(app, email)).toBe(401);
        } else {
          // Ownership is decided after the person, so until then the person is an administrator.
          const [{ owners }] = validity.principals.organizations.values();
          expect(Object.keys(owners)).toHaveLength(1);
          break;
        }
      }
      expect(await signIn(app, `second-${role}@example.com`)).toBe(201);
    });
  });

  it('leaves no service account, no valid credential and no used-up allowance', async () => {
    await withApp(async (app, store, { validity, signingKeys }) => {
      expect(signingKeys.jwks().keys).toHaveLength(1);
      const [{ id: organizationId, owners }] = validity.principals.organizations.values();
      const caller = { ...operatorIn(organizationId, originOf(organizationId)), id: Object.keys(owners)[0], kind: 'user' };
      const account = { name: 'robot', role: 'manager' as const, workspaceIds: [], projectIds: [] };
      for (let survived = 0; ; survived += 1) {
        store.diesAfter = store.appends + survived;
        const created = await app.nest
          .get(CommandBus)
          .execute(new CreateServiceAccount(caller as unknown as Caller, account))
          .catch(() => null);
        store.diesAfter = never;
        const admitted = [...validity.principals.serviceAccounts.values()].filter(({ status }) => status === 'admitted');
        if (created) {
          expect(admitted).toHaveLength(1);
          expect(app.nest.get(CredentialJudge).judge(created.credential, 'token').verdict.active).toBe(true);
          expect(survived).toBe(3);
          return;
        }
        expect(admitted).toHaveLength(0);
        for (const { tokenId } of validity.principals.serviceAccounts.values()) {
          const row = validity.tokens.byId(tokenId);
          if (row) expect(app.nest.get(CredentialJudge).judgeRow(row).active).toBe(false);
        }
      }
    });
  });

  function originOf(organizationId: string) {
    const actor = { kind: 'cli', id: 'test' } as const;
    return { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
  }
});
