import { useState } from 'react';
import type { VerifierView } from '#api/features/verifiers/verifier-view';
import { useCan } from '../../api/use-console.js';
import { Named } from '../../parts/id.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { CreateVerifier } from './create-verifier.js';
import { DeleteVerifier } from './delete-verifier.js';
import { verifiersQuery } from './verifiers.queries.js';

const columns: readonly Column<VerifierView>[] = [
  { header: 'Name', isName: true, cell: ({ name, id }) => <Named name={name} id={id} none="without a name" /> },
  { header: 'Id', cell: ({ id }) => <code>{id}</code> },
  { header: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** Programs that may ask whether a credential is good. */
export function Verifiers() {
  const can = useCan();
  const [open, setOpen] = useState<'create' | VerifierView | null>(null);
  const close = () => setOpen(null);
  const create = can('POST /v1/verifiers') && (
    <button type="button" onClick={() => setOpen('create')}>
      Create verifier
    </button>
  );
  return (
    <Page
      title="Verifiers"
      place={['Organization', 'Settings']}
      about={<p>A verifier lets a program that protects something else ask whether a credential is good. It can do nothing more.</p>}
      acts={create}
    >
      <List
        label="Verifiers"
        query={verifiersQuery}
        columns={columns}
        menu={(verifier) => (
          <RowMenu
            of={verifier.name ?? 'the verifier'}
            acts={[can('DELETE /v1/verifiers/{id}') && { label: 'Delete', onAction: () => setOpen(verifier), isDanger: true }]}
          />
        )}
        empty={
          <>
            <p>There is no verifier.</p>
            {create}
          </>
        }
      />
      {open === 'create' && <CreateVerifier onClose={close} />}
      {open !== null && open !== 'create' && <DeleteVerifier verifier={open} onClose={close} />}
    </Page>
  );
}
