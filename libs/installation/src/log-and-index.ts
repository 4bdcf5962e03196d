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
  /** Whether to verify the whole log, whatever a snapshot allows. */
  readonly isReadWhole: boolean;
  onFatal(error: unknown): void;
  onSnapshotProblem(error: unknown): void;
}

/** Opens the log and its index: from the snapshot, if it was made from this log, and caught up with every later event. */
export async function openLogAndIndex({ directory, keyFiles, isReadWhole, onFatal, onSnapshotProblem }: Opening) {
  const onLogFatal = (error: unknown) => {
    // Damaged parts are not trusted again: without a snapshot, the next start verifies the whole log, and refuses it.
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

/** Once this resolves, the index has applied the whole log, and applies every later event before its append is acknowledged. */
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
