import type { Command } from 'commander';
import { type Role, roles } from '#domain/role';
import type { CommandLine } from '../command-line.js';
import type { Body } from '../remote/api-client.js';
import { permissionFields } from './view-fields.js';

export function permissionsCommand(program: Command, cli: CommandLine): Command {
  const permissions = program.command('permissions').description('who may call which route of the server');
  permissions.addArgument(permissions.createArgument('[role]', 'only what a caller of this role may call').choices(roles));
  cli.onServer(
    permissions,
    async ({ api, args, print }) => {
      const { items } = await api.get('/v1/permissions');
      const asked = args[0] as Role | undefined;
      const shown = items.filter((item: Body) => asked === undefined || item.public || item.roles.includes(asked));
      print.list(shown, ['method', 'path', 'who']);
    },
    permissionFields,
  );
  return permissions;
}
