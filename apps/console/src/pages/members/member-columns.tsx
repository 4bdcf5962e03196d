import { Link } from '@tanstack/react-router';
import type { PrincipalView } from '#api/features/users/principal-views';
import { Id } from '../../parts/id.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { memberOfRow, pageOf } from './shown-member.js';

export const kindLabels = { user: 'Person', 'service-account': 'Service account' } as const;

export const memberColumns: readonly Column<PrincipalView>[] = [
  { header: 'Person', isName: true, cell: (row) => <Person row={row} /> },
  { header: 'Kind', cell: ({ kind }) => kindLabels[kind] },
  { header: 'Role', cell: ({ role }) => role },
  { header: 'State', cell: ({ state }) => <State state={state} /> },
  { header: 'Tokens', cell: ({ tokens: { active, total } }) => <TokenTotals active={active} total={total} /> },
  { header: 'Last seen', sort: 'lastSeenAt', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
  { header: 'Joined', sort: 'createdAt', cell: ({ createdAt }) => <Time at={createdAt} none="unknown" /> },
];

function Person({ row }: { readonly row: PrincipalView }) {
  const member = memberOfRow(row);
  return (
    <span className="person">
      <Initials of={member.label} />
      <span>
        <Link to={pageOf(member)}>
          <bdi>{member.label}</bdi>
        </Link>{' '}
        <Id id={row.id} />
        {row.email && row.email !== member.label && <bdi className="hint">{row.email}</bdi>}
      </span>
    </span>
  );
}

/** The first letters of the first and the last word of a name. */
function Initials({ of }: { readonly of: string }) {
  const words = of.split(/[\s@]+/).filter(Boolean);
  const letters = [words[0], ...(words.length > 1 && !of.includes('@') ? [words.at(-1)] : [])].map((word) => [...(word ?? '')][0] ?? '');
  return (
    <span className="initials" aria-hidden="true">
      {letters.join('').toUpperCase()}
    </span>
  );
}

const TokenTotals = ({ active, total }: PrincipalView['tokens']) => (
  <span className="number">
    {active} active <span className="soft">of {total}</span>
  </span>
);
