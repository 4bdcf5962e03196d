import { useState } from 'react';
import type { ActivityView } from '#api/features/activity/activity-view';
import type { OperationView } from '#api/features/operations/operations';
import { useCommand } from '../../api/use-command.js';
import { useFilters } from '../../api/use-filters.js';
import { activityQuery } from '../../parts/activity.queries.js';
import { Actor } from '../../parts/activity-table.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Operation } from './operation.js';

const columns: readonly Column<ActivityView>[] = [
  { header: 'Made', isName: true, cell: ({ occurredAt }) => <Time at={occurredAt} /> },
  { header: 'By', cell: (entry) => <Actor entry={entry} /> },
  { header: 'Ends at position', cell: ({ details }) => <code>{String(details.endsAt)}</code> },
];

/** Backups of log and vault. The log records each that was made while the server ran. */
export function Backups() {
  const { search, set } = useFilters();
  const [isAsked, setAsked] = useState(false);
  const operation = typeof search.operation === 'string' ? search.operation : null;
  const make = (
    <button type="button" onClick={() => setAsked(true)}>
      Make a backup
    </button>
  );
  return (
    <Page
      title="Backups"
      place={['System']}
      about={<p>Copies of log and vault in a folder on the host of the server, never of the keys: those are kept elsewhere.</p>}
      acts={make}
    >
      {operation && <Operation id={operation} />}
      <List
        label="Backups"
        query={activityQuery({ type: 'BackupMade' })}
        columns={columns}
        empty={
          <>
            <p>No backup was made from the running server yet.</p>
            {make}
          </>
        }
      />
      {isAsked && <MakeBackup onBegun={(id) => set({ operation: id })} onClose={() => setAsked(false)} />}
    </Page>
  );
}

function MakeBackup({ onBegun, onClose }: { readonly onBegun: (operation: string) => void; readonly onClose: () => void }) {
  const backup = useCommand<OperationView>('POST /v1/backups', ['activity']);
  const confirm = async () => {
    const answer = await backup.run();
    if (answer === null) return;
    onBegun(answer.body.id);
    onClose();
  };
  return (
    <ConfirmDialog title="Make a backup?" act="Make it" isDanger={false} command={backup} onConfirm={confirm} onClose={onClose}>
      <p>The server goes on meanwhile. The copy takes about as much room on the host as log and vault together.</p>
    </ConfirmDialog>
  );
}
