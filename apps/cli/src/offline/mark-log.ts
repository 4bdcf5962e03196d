import * as InstallationStream from '#domain/installation';
import type { Config } from '#installation/config';
import { withOfflineInstallation } from './offline-installation.js';

/**
 * Verifies the whole log of a stopped server and writes a new mark for it, when the operator vouches for a log without an authentic mark.
 * The verification is recorded in the log. A log that contradicts an authentic mark is refused all the same.
 *
 * @returns the position up to which it was verified
 */
export function markLog(config: Config): Promise<{ readonly position: number }> {
  const work: Parameters<typeof withOfflineInstallation<{ readonly position: number }>>[1] = async (installation, origin) => {
    const { ledger, store, problem, believe } = installation;
    const end = (await store.head()) ?? 0n;
    await ledger.on(InstallationStream.stream()).handle({ type: 'MarkLog', endedAt: `${end}` }, origin);
    if (problem) await believe();
    return { position: Number(end) };
  };
  return withOfflineInstallation(config, work, { isToBeMarked: true });
}
