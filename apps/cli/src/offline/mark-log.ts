import * as InstallationStream from '#domain/installation';
import type { Config } from '#installation/config';
import { withOfflineInstallation } from './offline-installation.js';

/**
 * Reads the whole log of a stopped server, records that it did, and has it marked from then on, as the operator says that the log is
 * right though nothing tells so. A log that a genuine mark denies is refused all the same.
 *
 * @returns the position up to which it was read
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
