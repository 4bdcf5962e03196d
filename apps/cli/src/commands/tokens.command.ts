import type { Command } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import type { ApiClient, Body } from '../remote/api-client.js';
import { idOfUser, segment } from '../remote/named-user.js';

const columns = ['kind', 'name', 'state', 'createdAt', 'expiresAt', 'lastUsedAt', 'id'];

export function tokensCommand(program: Command, cli: CommandLine): Command {
  const tokens = program.command('tokens').description('tokens of yours, and of others for those who oversee the organization');
  const list = tokens.command('list').description('list tokens').option('--owner <user>', "another person's: id or e-mail address");
  cli.onServer(list, async ({ api, options, print }) => {
    const query: Record<string, string> = options.owner ? { ownerId: await idOfUser(api, options.owner) } : {};
    print.list(await api.all('/v1/tokens', query), columns);
  });
  const issue = tokens.command('issue').description('issue a token to yourself, and show its credential once');
  issue.option('--name <name>', 'what it is for').option('--expires-at <time>', 'when it expires, ISO 8601; by default as late as may be');
  issue.option('--legacy', 'a legacy token instead of a personal access token');
  cli.onServer(issue, async (call) => {
    const { name, expiresAt, legacy } = call.options;
    shown(call, await call.api.post('/v1/tokens', { kind: legacy ? 'legacy' : 'personal', name, expiresAt }));
  });
  const rotate = tokens.command('rotate').description('replace a personal access token of yours; the old credential stops at once');
  cli.onServer(rotate.argument('<token>', 'id'), async (call) => {
    shown(call, await call.api.post(`/v1/tokens/${segment(call.args[0])}/rotate`));
  });
  const ofLegacy = async (call: ServerCall, verb: string) =>
    shown(call, await call.api.post(`/v1/tokens/${await ownLegacyToken(call.api)}/${verb}`));
  const reveal = tokens.command('reveal').description('show your legacy token');
  cli.onServer(reveal, (call) => ofLegacy(call, 'reveal'));
  const renew = tokens.command('renew').description('replace your legacy token; the old one stops at once');
  cli.onServer(renew, (call) => ofLegacy(call, 'renew'));
  const revoke = tokens.command('revoke').description('revoke a token for ever').argument('<token>', 'id');
  revoke.option('--cause <cause>', 'why: leaked, rotated, unused or other').option('--note <text>', 'what else to remember of it');
  cli.onServer(revoke, async ({ api, args, options: { cause, note }, print }) => {
    const why = new URLSearchParams({ ...(cause && { cause }), ...(note && { note }) });
    await api.delete(`/v1/tokens/${segment(args[0])}${why.size > 0 ? `?${why}` : ''}`);
    print.done(`Revoked ${args[0]}.`, { id: args[0], state: 'revoked' });
  });
  return tokens;
}

function shown({ print }: ServerCall, answer: Body): void {
  const { token, credential, endedTokens = 0 } = answer;
  const ends = token.expiresAt ? `It expires at ${token.expiresAt}.` : 'It does not expire.';
  const ended = endedTokens > 0 ? ` Personal access tokens that were made with the old one have ended: ${endedTokens}.` : '';
  print.secret(credential, answer, `The credential of the ${token.kind} token ${token.id} follows. ${ends}${ended}`);
}

async function ownLegacyToken(api: ApiClient): Promise<string> {
  for await (const page of api.pages('/v1/tokens')) {
    const legacy = page.find(({ kind }) => kind === 'legacy');
    if (legacy) return segment(legacy.id);
  }
  throw new CliFailure('notFound', 'You have no legacy token. Issue one with: keyledger tokens issue --legacy');
}
