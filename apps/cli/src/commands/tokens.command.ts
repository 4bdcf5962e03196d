import { type Command, Option } from 'commander';
import { statedCauses } from '#domain/token.revocation';
import type { CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { momentAhead } from '../moment.js';
import { type ApiClient, type Body, queryOf } from '../remote/api-client.js';
import { idInList, segment } from '../remote/named-user.js';
import { whole } from '../whole-number.js';
import { printedAsCsv, withCsv } from './csv-option.js';
import { oldOneIn, overlapOf, withOverlap } from './overlap-options.js';
import { tokenFiltersOf, withTokenFilters } from './token-filters.js';
import { tokenFields } from './view-fields.js';

const kinds = ['personal', 'legacy', 'service-account', 'api-key'];
const ownerKinds = ['user', 'service-account'];
const columns = ['kind', 'name', 'state', 'expiresAt', 'lastUsedAt', 'createdAt', 'id'];

export function tokensCommand(program: Command, cli: CommandLine): Command {
  const tokens = program.command('tokens').description('tokens of yours, and of others for those who oversee the organization');
  listCommand(tokens, cli);
  const show = tokens.command('show').description('show one token, whose it is, and how it stands').argument('<token>', which);
  cli.onServer(show, async (call) => call.print.one(await call.api.get(`/v1/tokens/${await idOfToken(call)}`)), tokenFields);
  const issue = tokens.command('issue').description('issue a token to yourself, and show its credential once');
  issue
    .option('--name <name>', 'what it is for')
    .option('--expires-at <time>', 'when it expires: 30d is in 30 days, or ISO 8601; by default as late as may be', momentAhead);
  issue.option('--legacy', 'a legacy token instead of a personal access token');
  cli.onServer(issue, async (call) => {
    const { name, expiresAt, legacy } = call.options;
    shown(call, await call.api.post('/v1/tokens', { kind: legacy ? 'legacy' : 'personal', name, expiresAt }));
  });
  const rotate = withOverlap(tokens.command('rotate').description('replace a personal access token of yours'));
  cli.onServer(rotate.argument('<token>', which), async (call) => {
    const answer = await call.api.post(`/v1/tokens/${await idOfToken(call)}/rotate`, overlapOf(call.options));
    shown(call, answer, ` As for the one before, ${oldOneIn(answer.token.previous)}.`);
  });
  const end = tokens.command('end-generation').description('end the credential before the newest, which an overlap keeps good');
  cli.onServer(end.argument('<token>', which).argument('<generation>', 'its number', whole), async (call) => {
    const [named, generation] = call.args;
    const id = await idOfToken(call);
    await call.api.delete(`/v1/tokens/${id}/generations/${generation}`);
    call.print.done(`Ended generation ${generation} of ${named}.`, { id, generation: Number(generation), state: 'revoked' });
  });
  const ofLegacy = async (call: ServerCall, verb: string) =>
    shown(call, await call.api.post(`/v1/tokens/${await ownLegacyToken(call.api)}/${verb}`));
  const reveal = tokens.command('reveal').description('show your legacy token');
  cli.onServer(reveal, (call) => ofLegacy(call, 'reveal'));
  const renew = tokens.command('renew').description('replace your legacy token; the old one stops at once');
  cli.onServer(renew, (call) => ofLegacy(call, 'renew'));
  const rename = tokens.command('rename').description('give a personal access token of yours another name');
  cli.onServer(rename.argument('<token>', which).argument('<name>', 'what it is called from now on'), async (call) => {
    const token = await call.api.patch(`/v1/tokens/${await idOfToken(call)}`, { name: call.args[1] });
    call.print.done(`Renamed ${token.id} to ${token.name}.`, token);
  });
  revokeCommand(tokens, cli);
  identifyCommand(tokens, cli);
  return tokens;
}

function listCommand(tokens: Command, cli: CommandLine): void {
  const list = withCsv(withTokenFilters(tokens.command('list').description('list tokens')));
  list.addOption(new Option('--owner-kind <kind>', 'of people or of service accounts').choices(ownerKinds));
  list.addOption(new Option('--kind <kind>', 'of one kind').choices(kinds));
  const act = async (call: ServerCall) => {
    const { all, ownerKind, kind } = call.options;
    const query = queryOf({ ...(await tokenFiltersOf(call)), ownerKind, kind });
    if (await printedAsCsv(call, '/v1/tokens', query)) return;
    const items = await call.api.all('/v1/tokens', query);
    const ofOthers = items.map(({ owner, ...token }) => ({ ...token, owner: owner.email ?? owner.name ?? owner.id }));
    if (all) call.print.list(ofOthers, ['owner', ...columns]);
    else call.print.list(items, columns);
  };
  cli.onServer(list, act, tokenFields);
}

function revokeCommand(tokens: Command, cli: CommandLine): void {
  const revoke = tokens
    .command('revoke')
    .description('revoke tokens for ever')
    .argument('<tokens...>', 'ids, or names of tokens of yours; at most 500');
  revoke.addOption(new Option('--cause <cause>', 'why').choices(statedCauses)).option('--note <text>', 'what else to remember of it');
  revoke.option('--dry-run', 'only say what would become of each');
  cli.onServer(revoke, async ({ api, args, options: { cause, note, dryRun }, print }) => {
    const ids: string[] = [];
    for (const named of args) ids.push(await idOfTokenNamed(api, named));
    if (ids.length === 1 && !dryRun) {
      await api.post(`/v1/tokens/${ids[0]}/revoke`, { cause, note });
      return print.done(`Revoked ${ids[0]}.`, { id: ids[0], state: 'revoked' });
    }
    const { results } = await api.post('/v1/tokens/revoke', { ids, cause, note, dryRun: dryRun === true });
    print.list(results, ['id', 'outcome', 'code']);
    const refused = results.filter(({ outcome }: Body) => outcome === 'refused').length;
    if (refused > 0) throw new CliFailure('failed', `Of ${results.length} tokens ${refused} ${refused === 1 ? 'was' : 'were'} refused.`);
  });
}

function identifyCommand(tokens: Command, cli: CommandLine): void {
  const identify = tokens.command('identify').description('say whose a credential is that was found; it is asked for, or read from a line');
  cli.onServer(identify.option('--credential-stdin', 'read it from a line of standard input'), async ({ api, options, secrets, print }) => {
    const remedy = 'Run this at a terminal, or with --credential-stdin: what stands on a command line is seen by others.';
    const ask = () => secrets.ask('The credential that was found: ', remedy);
    const found = options.credentialStdin ? await secrets.nextLine('a credential') : await ask();
    // The server judges what was found as it is, but for the blanks that copying adds.
    print.one(await api.post('/v1/tokens/identify', { credential: found.trim() }));
  });
}

const which = 'id, or name of a token of yours';
const idOfTokenNamed = (api: ApiClient, named: string) => idInList(api, '/v1/tokens', named, 'token of yours');
const idOfToken = ({ api, args }: ServerCall) => idOfTokenNamed(api, args[0]);

function shown({ print }: ServerCall, answer: Body, more = ''): void {
  const { token, credential, endedTokens = 0 } = answer;
  const ends = token.expiresAt ? `It expires at ${token.expiresAt}.` : 'It does not expire.';
  const ended = endedTokens > 0 ? ` Personal access tokens that were made with the old one have ended: ${endedTokens}.` : '';
  print.secret(credential, answer, `The credential of the ${token.kind} token ${token.id} follows. ${ends}${more}${ended}`);
}

async function ownLegacyToken(api: ApiClient): Promise<string> {
  for await (const page of api.pages('/v1/tokens')) {
    const legacy = page.find(({ kind }) => kind === 'legacy');
    if (legacy) return segment(legacy.id);
  }
  throw new CliFailure('notFound', 'You have no legacy token. Issue one with: keyledger tokens issue --legacy');
}
