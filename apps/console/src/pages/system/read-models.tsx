import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationView } from '#api/features/operations/operations';
import type { ProjectionView } from '#api/features/read-models/projections.queries';
import { problemOf } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { useCan } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { counted } from '../../parts/counted.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { ProblemView } from '../../parts/problem-view.js';
import { RowMenu } from '../../parts/row-menu.js';
import { type Column, Table } from '../../parts/table.js';
import { Operation } from './operation.js';
import { projectionsQuery } from './system.queries.js';

type ReadModel = ProjectionView & { readonly id: string };

const columns: readonly Column<ReadModel>[] = [
  { header: 'Read model', isName: true, cell: ({ name }) => <code>{name}</code> },
  { header: 'Version', cell: ({ version }) => version },
  { header: 'State', cell: (model) => <Progress model={model} /> },
  { header: 'Position', cell: ({ position }) => (position === null ? <span className="soft">none</span> : <code>{endOf(position)}</code>) },
  { header: 'Parked events', cell: ({ parkedEvents }) => counted(parkedEvents, 'event') },
];

/** A position begins with the id of the log, which is the same for all. */
const endOf = (position: string) => position.slice(position.indexOf(':') + 1);

function Progress({ model: { caughtUp, position } }: { readonly model: ReadModel }) {
  const words = position === null ? 'being rebuilt' : caughtUp ? 'caught up' : 'behind the log';
  return (
    <span className={`state ${caughtUp ? 'state-active' : 'state-suspended'}`}>
      <span aria-hidden="true">{caughtUp ? '●' : '◐'}</span> {words}
    </span>
  );
}

/** The stored read models. Each can be made anew from the log, which also tells whether it was right. */
export function ReadModels() {
  const can = useCan();
  const { search, set } = useFilters();
  const { data, error, refetch } = useQuery(projectionsQuery);
  const [rebuilt, setRebuilt] = useState<string | null>(null);
  const operation = typeof search.operation === 'string' ? search.operation : null;
  return (
    <Page
      title="Read models"
      place={['System']}
      about={<p>What lists are read from. No decision reads them, so nothing that is decided depends on how far they are.</p>}
    >
      {operation && <Operation id={operation} />}
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton label="the read models" />}
      {data && (
        <Table
          label="Read models"
          columns={columns}
          rows={data.map((model) => ({ ...model, id: model.name }))}
          menu={({ name }) => (
            <RowMenu
              of={name}
              acts={[can('POST /v1/projections/{name}/rebuild') && { label: 'Rebuild', onAction: () => setRebuilt(name) }]}
            />
          )}
        />
      )}
      {rebuilt && <Rebuild name={rebuilt} onBegun={(id) => set({ operation: id })} onClose={() => setRebuilt(null)} />}
    </Page>
  );
}

interface RebuildParts {
  readonly name: string;
  readonly onBegun: (operation: string) => void;
  readonly onClose: () => void;
}

function Rebuild({ name, onBegun, onClose }: RebuildParts) {
  const rebuild = useCommand<OperationView>('POST /v1/projections/{name}/rebuild', ['projections']);
  const confirm = async () => {
    const answer = await rebuild.run({ path: { name } });
    if (answer === null) return;
    onBegun(answer.body.id);
    onClose();
  };
  return (
    <ConfirmDialog title={`Rebuild ${name}?`} act="Rebuild" isDanger={false} command={rebuild} onConfirm={confirm} onClose={onClose}>
      <p>It is made anew from the log beside the live one, the two are compared, and the new one takes its place. Lists work meanwhile.</p>
    </ConfirmDialog>
  );
}
