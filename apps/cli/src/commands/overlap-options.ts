import type { Command } from 'commander';
import { duration } from '../duration.js';
import type { Body } from '../remote/api-client.js';

/** The options of a command that replaces a credential. */
export function withOverlap(command: Command): Command {
  command.option(
    '--overlap <duration>',
    'how long the old credential stays good, such as 30m, 1h or 7d; by default it stops at once',
    duration,
  );
  return command.option('--ends-on-first-use', 'with --overlap: the old credential stops earlier, with the first use of the new one');
}

interface OverlapOptions {
  readonly overlap?: number;
  readonly endsOnFirstUse?: boolean;
}

export const overlapOf = ({ overlap, endsOnFirstUse }: OverlapOptions) => ({ overlapSeconds: overlap, endsOnFirstUse });

/** What becomes of the credential that was replaced; `previous` is null where it has stopped. */
export function oldOneIn(previous: Body | null): string {
  if (previous === null) return 'the old one has stopped';
  return `the old one is good until ${previous.endsAt}${previous.endsOnFirstUse ? ', or until the new one is used' : ''}`;
}
