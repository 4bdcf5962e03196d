import type { DialectModule } from '#api/api.module';
import { type App, createApp } from '#api/app';
import { type PasswordCost, Passwords } from '#credentials/password';
import { eventTypes } from '#domain/events';
import type { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { DyingStore } from './dying-store.js';
import { KnownPasswordStrength } from './known-password-strength.js';

/** The least that argon2 knows. A server that is started hashes at the cost of every installation. */
export const testPasswordCost: PasswordCost = { memoryKiB: 8, passes: 1, lanes: 1 };

interface Opened {
  readonly app: App;
  readonly store: DyingStore;
}

/** The whole server with these surfaces beside our own, on a store that can be made to die. */
export async function openApp(settings: Record<string, string>, clock: Clock, surfaces: readonly DialectModule[]): Promise<Opened> {
  const installation = await openInstallation(Config.from(settings), clock, (error) => {
    throw error;
  });
  const store = new DyingStore(installation.store);
  const ledger = new Ledger(store, clock, eventTypes);
  const passwords = new Passwords(testPasswordCost);
  const opened = { ...installation, passwords, passwordStrength: new KnownPasswordStrength(), store, ledger };
  return { app: await createApp(opened, () => {}, undefined, surfaces), store };
}
