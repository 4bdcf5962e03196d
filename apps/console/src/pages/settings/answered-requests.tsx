import { useState } from 'react';
import type { AllowanceRequestView } from '#api/features/service-accounts/allowance-requests.queries';
import { List } from '../../parts/list.js';
import { Someone } from '../../parts/someone.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { requestsQuery } from './service-accounts.queries.js';

const columns: readonly Column<AllowanceRequestView>[] = [
  { header: 'Asked by', isName: true, cell: ({ requestedBy }) => <Someone who={requestedBy} hasAddress /> },
  { header: 'Asked', cell: ({ requestedAt }) => <Time at={requestedAt} /> },
  { header: 'What for', cell: ({ reason }) => <bdi>{reason}</bdi> },
  { header: 'State', cell: ({ state }) => state },
  { header: 'Answer', cell: ({ answer }) => <Answer of={answer} /> },
];

/** Requests for more service accounts with their answers; read as soon as somebody opens them. */
export function AnsweredRequests() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Requests for more service accounts</summary>
      {isOpen && (
        <List
          label="Requests for more service accounts, with their answers"
          query={requestsQuery}
          columns={columns}
          empty={<p>Nobody has asked for more.</p>}
        />
      )}
    </details>
  );
}

function Answer({ of }: { readonly of: AllowanceRequestView['answer'] }) {
  if (of === null) return <span className="soft">none yet</span>;
  return (
    <span>
      {of.allowance !== null && `${of.allowance} in all, `}
      <Someone who={of.by} />, <Time at={of.at} />
      {of.note && <bdi className="hint">{of.note}</bdi>}
    </span>
  );
}
