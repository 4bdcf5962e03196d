import { flag, integer, list, object, type Shape, text } from '../../edge/http/schema.js';

const TableDigest = object('TableDigest', { rows: integer(12), digest: text('9f86d081884c7d65') });

const ComparedTable = object('ComparedTable', { table: text('tokens'), live: TableDigest, rebuilt: TableDigest });

/** What making a read model anew found. */
export const RebuiltProjection = object('RebuiltProjection', {
  projection: text('token-directory'),
  differed: flag(false).about('Whether the live tables differed from what the log makes of them.'),
  tables: list(ComparedTable).about('Compared at the same position.'),
});

export const MadeBackup = object('MadeBackup', {
  directory: text('/var/lib/keyledger-backups/2030-01-31T12-00-00').about('On the host of the server.'),
  endsAt: integer(4711).about('Where the copied log ends.'),
});
export type MadeBackup = Shape<typeof MadeBackup>;
