import { jest } from '@jest/globals';
import { ActivityRecorder } from '#api/features/activity/activity-recorder';
import { LastUses } from '#api/features/tokens/last-uses';
import { Vault, VaultUnavailable } from '#credentials/vault';
import { StoreUnavailable } from '#event-store/event-store';
import { ServiceAccountDirectory } from '#projections/read-models/models/service-account-directory';
import { TokenDirectory } from '#projections/read-models/models/token-directory';
import { UserDirectory } from '#projections/read-models/models/user-directory';
import type { TestApp } from './test-app.js';

/**
 * From now on nothing works but the log, the index and reading the vault: read models stand still and cannot be read, nothing is deleted
 * from the vault or remembered in it, no activity is recorded, and nobody knows of last uses. Returns what ends it.
 */
export function everythingBesideFails(app: TestApp, { andActivity = true } = {}): () => void {
  const unread = () => Promise.reject(new StoreUnavailable('The read models cannot be read.'));
  const unkept = () => Promise.reject(new VaultUnavailable('Nothing was kept in the vault.'));
  const [users, tokens, accounts] = [app.get(UserDirectory), app.get(TokenDirectory), app.get(ServiceAccountDirectory)];
  const [vault, uses, activity] = [app.get(Vault), app.get(LastUses), app.get(ActivityRecorder)];
  const spies = [
    ...([users, accounts] as UserDirectory[]).map((directory) => jest.spyOn(directory, 'list').mockImplementation(unread)),
    ...([users, tokens, accounts] as UserDirectory[]).map((directory) => jest.spyOn(directory, 'get').mockImplementation(unread)),
    jest.spyOn(tokens, 'search').mockImplementation(unread),
    jest.spyOn(vault, 'deleteSecret').mockImplementation(unkept),
    jest.spyOn(vault, 'eraseDataKey').mockImplementation(unkept),
    jest.spyOn(vault, 'putIdempotencyRow').mockImplementation(unkept),
    jest.spyOn(vault, 'deleteIdempotencyRow').mockImplementation(unkept),
    jest.spyOn(uses, 'usedAt').mockImplementation(() => {
      throw new StoreUnavailable('The last uses cannot be read.');
    }),
    ...(andActivity ? [jest.spyOn(activity, 'record').mockImplementation(unread)] : []),
  ];
  app.store.silenceSubscriptions();
  return () => {
    for (const spy of spies) spy.mockRestore();
    app.store.speakAgain();
  };
}

/** The same from the append on that is as many appends away. */
export function failAfterAppends(app: TestApp, appends: number, which?: { andActivity: boolean }): () => void {
  let lift = () => {};
  let count = 0;
  app.store.onAppended = () => {
    count += 1;
    if (count === appends) lift = everythingBesideFails(app, which);
  };
  return () => {
    app.store.onAppended = () => {};
    lift();
  };
}
