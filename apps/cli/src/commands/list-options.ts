import { type Command, Option } from 'commander';
import { momentAgo } from '../moment.js';

/** `--sort`, by one of these members of an item, or by the same with a minus before it, the other way round. */
export function sortOption(...members: readonly string[]): Option {
  const choices = members.flatMap((member) => [member, `-${member}`]);
  return new Option('--sort <order>', 'the first one first; with a minus the other way round').choices(choices);
}

/** `--state` of a token. */
export const tokenStateOption = (description: string): Option =>
  new Option('--state <state>', description).choices(['active', 'suspended', 'expired', 'revoked']);

/** The options of a list that narrow it down by the last use of a token. */
export function withLastUse(list: Command): Command {
  list.option('--last-used-before <time>', 'used, but not since: -90d is 90 days ago, or ISO 8601', momentAgo);
  return list.option('--never-used', 'without any use');
}
