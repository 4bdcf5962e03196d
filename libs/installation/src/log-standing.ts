import type { Position } from '#event-store/envelope';
import type { FoundMark } from './mark-text.js';

const ifRestored =
  'If you restored a backup, start once with KEYLEDGER_DECLARE_RESTORE=true: the restore is recorded, and every credential that was ' +
  'issued before it is refused from then on.';

/** The log was reset to an older state than its mark proves. */
export class LogIsOlder extends Error {
  constructor(end: Position, reached: Position) {
    super(
      `The event log ends at position ${end}, but this installation had reached ${reached}: revocations in between are lost. ${ifRestored}`,
    );
  }
}

/** The log at the mark's position is not the one that was marked. */
export class LogIsAnother extends Error {
  constructor(position: Position) {
    super(
      `The event log is not the one that these keys have seen: up to position ${position} it does not say what it said then. Somebody ` +
        `changed it, or put another in its place. Put the right one back. ${ifRestored}`,
    );
  }
}

/** Somebody without the keys appended to the log. */
export class LogEndIsForeign extends Error {
  constructor(end: Position) {
    super(
      `The event log ends at position ${end} with events that no server with these keys has written. Put back a log that has none of ` +
        `them. ${ifRestored}`,
    );
  }
}

/** No authentic mark shows whether the log is unchanged. */
export class LogIsUnmarked extends Error {
  constructor(problem: string) {
    super(
      `${problem}, so nobody can tell whether the event log was changed or put back. If it was not, as after an upgrade from version ` +
        `0.1.0, have all of it read and the mark made anew, on this host: keyledger keys mark. ${ifRestored}`,
    );
  }
}

/** The log is missing, though one existed under these keys. */
export class LogIsGone extends Error {
  constructor(path: string, reached: Position) {
    super(
      `There is no event log, but these keys belong to one that had reached position ${reached}. Put it back (keyledger restore), or, ` +
        `to begin a new one under the same keys, remove ${path}.`,
    );
  }
}

/** The facts of a log that are compared with its marks. */
export interface MarkedLog {
  /** 0 while the log is empty. */
  readonly end: Position;
  readonly logId: string;
  /** Whether the last event carries a valid seal. */
  readonly isSealed: boolean;
  holds(mark: string): boolean | Promise<boolean>;
}

/**
 * Why a log must be refused; null when it may be used. An authentic mark must exist, unless the log is empty, and the log must contain
 * every one.
 *
 * @param expectedAt where a missing mark should lie
 */
export async function problemOf(log: MarkedLog, found: readonly FoundMark[], expectedAt: string): Promise<Error | null> {
  const { end, logId } = log;
  const authentic = found.filter((mark) => mark.kind === 'authentic');
  const old = found.filter((mark) => mark.kind === 'old');
  const ahead = [...authentic, ...old.filter((mark) => end === 0n || mark.logId === logId)].find(({ position }) => position > end);
  if (ahead) return end === 0n ? new LogIsGone(ahead.path, ahead.position) : new LogIsOlder(end, ahead.position);
  for (const { position, mark } of authentic) {
    if (position > 0n && !(await log.holds(mark))) return new LogIsAnother(position);
  }
  if (end === 0n) return null;
  if (authentic.length === 0) return new LogIsUnmarked(whyUnmarked(found, expectedAt));
  return log.isSealed ? null : new LogEndIsForeign(end);
}

function whyUnmarked([first]: readonly FoundMark[], expectedAt: string): string {
  if (!first) return `There is no mark of the event log in ${expectedAt}`;
  if (first.kind === 'old') return `The mark of the event log in ${first.path} is of version 0.1.0, and anybody could have written it`;
  return `The mark of the event log in ${first.path} was not written with these keys`;
}

/** The highest position that any mark of the log states; null without a mark. */
export function reachedBy(found: readonly FoundMark[], logId: string): Position | null {
  const positions = found.flatMap((mark) =>
    mark.kind === 'authentic' || (mark.kind === 'old' && mark.logId === logId) ? [mark.position] : [],
  );
  return positions.reduce<Position | null>((most, position) => (most === null || position > most ? position : most), null);
}
