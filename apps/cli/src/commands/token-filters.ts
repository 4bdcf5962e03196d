import type { Command } from 'commander';
import type { ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { moment } from '../moment.js';
import { idOfPrincipal } from '../remote/named-user.js';
import { sortOption, tokenStateOption, withLastUse } from './list-options.js';

/** The options by which lists of tokens, and of API keys alone, are narrowed down and sorted. */
export function withTokenFilters(list: Command): Command {
  list.option('--owner <user>', "somebody else's: id, e-mail address, or name of a service account");
  list.option('--all', 'those of everybody in the organization');
  list.addOption(tokenStateOption('as it stands now'));
  list.option('--expires-before <time>', '30d is in 30 days, -7d was 7 days ago, or ISO 8601', moment);
  withLastUse(list).option('--created-by <user>', 'asked for by: id, e-mail address, or name of a service account');
  list.option('--search <text>', "part of the name, or of the owner's name or address");
  return list.addOption(sortOption('createdAt', 'expiresAt', 'lastUsedAt'));
}

/** What these options ask of the server. @throws CliFailure notFound for a person whom nobody knows */
export async function tokenFiltersOf({ api, options }: ServerCall) {
  const named = async (who?: string) => (who === undefined ? undefined : requireSomebody(who, await idOfPrincipal(api, who)));
  const { all, state, expiresBefore, lastUsedBefore, neverUsed, search: q, sort } = options;
  const [ownerId, createdBy] = [await named(options.owner), await named(options.createdBy)];
  return { scope: all ? 'organization' : undefined, ownerId, state, expiresBefore, lastUsedBefore, neverUsed, createdBy, q, sort };
}

function requireSomebody(named: string, id: string | null): string {
  if (id === null) throw new CliFailure('notFound', `Nobody in the organization is called ${named}.`);
  return id;
}
