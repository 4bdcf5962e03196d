import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/problem.js';
import { useCan } from '../../api/use-console.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { ProblemView } from '../../parts/problem-view.js';
import { RowMenu } from '../../parts/row-menu.js';
import { type Column, Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { RetireKey, RotateKey } from './signing-key-dialogs.js';
import { type SigningKey, signingKeysQuery } from './system.queries.js';

type Row = SigningKey & { readonly id: string };

const meanings: Readonly<Record<SigningKey['status'], readonly [sign: string, state: string, words: string]>> = {
  next: ['○', 'never', 'signs soon'],
  active: ['●', 'active', 'signs now'],
  previous: ['◐', 'suspended', 'signs no more; what it signed is good'],
  retired: ['✕', 'revoked', 'nothing that it signed is accepted'],
};

const columns: readonly Column<Row>[] = [
  { header: 'Key', isName: true, cell: ({ kid }) => <code>{kid}</code> },
  { header: 'State', cell: ({ status }) => <Status status={status} /> },
  { header: 'Since', cell: ({ since }) => <Time at={since} none="long ago" /> },
];

function Status({ status }: Pick<SigningKey, 'status'>) {
  const [sign, state, words] = meanings[status];
  return (
    <span className={`state state-${state}`}>
      <span aria-hidden="true">{sign}</span> {status}
      <span className="soft">: {words}</span>
    </span>
  );
}

/** The keys that sign tokens. */
export function SigningKeys() {
  const can = useCan();
  const { data, error, refetch } = useQuery(signingKeysQuery);
  const [open, setOpen] = useState<{ readonly retired: SigningKey | null } | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title="Signing keys"
      place={['System']}
      about={<p>Personal access tokens and access tokens are signed with one of these.</p>}
      acts={
        can('POST /v1/signing-keys/rotate') && (
          <button type="button" onClick={() => setOpen({ retired: null })}>
            Rotate
          </button>
        )
      }
    >
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton label="the signing keys" />}
      {data && (
        <Table
          label="Signing keys"
          columns={columns}
          rows={data.map((key) => ({ ...key, id: key.kid }))}
          menu={(key) => (
            <RowMenu
              of={key.kid}
              acts={[
                can('POST /v1/signing-keys/{kid}/retire') &&
                  key.status !== 'retired' && { label: 'Retire', onAction: () => setOpen({ retired: key }), isDanger: true },
              ]}
            />
          )}
        />
      )}
      {open && (open.retired ? <RetireKey signingKey={open.retired} onClose={close} /> : <RotateKey onClose={close} />)}
    </Page>
  );
}
