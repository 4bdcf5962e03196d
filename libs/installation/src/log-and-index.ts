import { deriveKey, type KeyFiles } from '#credentials/key-files';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDamaged } from '#event-store/embedded/verify-log';
import type { EventStore } from '#event-store/event-store';
import { SnapshotKeeper } from '#projections/token-validity/snapshot/snapshot-keeper';
import { loadSnapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';

interface Opening {
  readonly directory: string;
  readonly keyFiles: KeyFiles;
  /** Whether to read all of the log, whatever a snapshot says. */
  readonly isReadWhole: boolean;
  onFatal(error: unknown): void;
  onSnapshotProblem(error: unknown): void;
}

/** The log, and its index: as the snapshot has it, where that was made from this log, and caught up with everything since. */
export async function openLogAndIndex({ directory, keyFiles, isReadWhole, onFatal, onSnapshotProblem }: Opening) {
  const onLogFatal = (error: unknown) => {
    // What was found damaged is not taken on trust again: the next start reads it whole, and refuses.
    if (error instanceof LogDamaged) keeper.discard();
    onFatal(error);
  };
  const place = { directory, key: deriveKey(keyFiles, 'snapshot of the index') };
  const snapshot = isReadWhole ? null : await loadSnapshot(place);
  const sealKey = deriveKey(keyFiles, 'end of the log');
  const store = await EmbeddedEventStore.open({ directory, onFatal: onLogFatal, anchor: snapshot?.mark, sealKey });
  const found = store.isAnchored ? snapshot : null;
  const validity = found?.validity ?? new TokenValidity();
  const position = found?.mark.position ?? 0n;
  const keeper = new SnapshotKeeper({ place, validity, position, end: () => store.end, onProblem: onSnapshotProblem });
  await follow(store, validity, onFatal);
  return { store, validity, keeper };
}

/** The index has seen the whole log once this resolves, and sees every later event before its writer is answered. */
function follow(store: EventStore, validity: TokenValidity, onFatal: (error: unknown) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    store.subscribe(validity.position, {
      onEvents: (events) => validity.apply(events),
      onCaughtUp: resolve,
      onEnded: (error) => {
        reject(error);
        if (error) onFatal(error);
      },
    });
  });
}
