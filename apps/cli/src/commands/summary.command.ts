import type { Command } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import type { Body } from '../remote/api-client.js';
import { summaryFields } from './view-fields.js';

export function summaryCommand(program: Command, cli: CommandLine): Command {
  const summary = program.command('summary').description('counts of your tokens and, for those who oversee it, of the organization');
  const asked = async ({ api, options, print }: ServerCall) => {
    const answer = await api.get('/v1/summary');
    print.one(options.json ? answer : flat(answer));
  };
  cli.onServer(summary, asked, summaryFields);
  return summary;
}

/** What the server could not tell at this moment is missing. */
function flat({ ownTokens, organization }: Body): Record<string, unknown> {
  const { byState, nextExpiresAt } = ownTokens ?? {};
  const { tokens, refusedIn24Hours, serviceAccounts } = organization ?? {};
  const { byKindAndState, ...counts } = tokens ?? {};
  return {
    ...(ownTokens && { ownTokens: countsIn(byState), nextExpiresAt }),
    ...Object.fromEntries(Object.entries(byKindAndState ?? {}).map(([kind, states]) => [`${kind} tokens`, countsIn(states)])),
    ...counts,
    ...(refusedIn24Hours && { refusedIn24Hours: refusedIn24Hours.map(({ reason, count }: Body) => `${count} ${reason}`).join(', ') }),
    ...(serviceAccounts && { serviceAccounts: `${serviceAccounts.count} of ${serviceAccounts.allowance}` }),
  };
}

const countsIn = (states: Body) =>
  Object.entries(states)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
