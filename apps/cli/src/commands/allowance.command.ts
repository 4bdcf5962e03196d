import { type Command, Option } from 'commander';
import type { CommandLine } from '../command-line.js';
import { queryOf } from '../remote/api-client.js';
import { segment } from '../remote/named-user.js';
import { whole } from '../whole-number.js';
import { allowanceRequestFields } from './view-fields.js';

const path = '/v1/service-accounts/allowance-requests';
const columns = ['requestedBy', 'reason', 'state', 'requestedAt', 'allowance', 'note', 'id'];

/** Adds the commands about requests for a greater allowance of service accounts. */
export function allowanceCommands(accounts: Command, cli: CommandLine): void {
  const ask = accounts.command('request-allowance').description('ask the owners for more service accounts');
  cli.onServer(ask.argument('<reason>', 'what they are for'), async ({ api, args, print }) => {
    const request = await api.post(path, { reason: args[0] });
    print.done(`Asked for more service accounts; the request is ${request.id}.`, request);
  });
  const list = accounts.command('allowance-requests').description('list the requests for more service accounts, and their answers');
  list.addOption(new Option('--state <state>', 'as it stands now').choices(['open', 'granted', 'declined']));
  cli.onServer(
    list,
    async ({ api, options, print }) => {
      const items = await api.all(path, queryOf({ state: options.state }));
      const rows = items.map(({ requestedBy, answer, ...request }) => ({
        ...request,
        requestedBy: requestedBy.email ?? requestedBy.id,
        allowance: answer?.allowance,
        note: answer?.note,
      }));
      print.list(options.json ? items : rows, columns);
    },
    allowanceRequestFields,
  );
  const grant = accounts.command('grant-allowance').description('grant a request: so many service accounts may exist from now on');
  cli.onServer(grant.argument('<request>', 'id').argument('<allowance>', 'how many', whole), async ({ api, args, print }) => {
    const [id, allowance] = [args[0], Number(args[1])];
    await api.post(`${path}/${segment(id)}/grant`, { allowance });
    print.done(`Granted ${id}: ${allowance} service accounts may exist.`, { id, state: 'granted', allowance });
  });
  const decline = accounts.command('decline-allowance').description('decline a request');
  decline.argument('<request>', 'id').option('--note <text>', 'what to tell the one who asked');
  cli.onServer(decline, async ({ api, args: [id], options, print }) => {
    await api.post(`${path}/${segment(id)}/decline`, { note: options.note });
    print.done(`Declined ${id}.`, { id, state: 'declined' });
  });
}
