import { Link } from '@tanstack/react-router';
import { Table } from '../../parts/table.js';

const rows = [
  { id: 'shown', what: 'Its value is shown', legacy: 'Whenever you reveal it', personal: 'Once, when it is made' },
  { id: 'ends', what: 'It ends', legacy: 'When it is renewed or revoked', personal: 'By itself, on a date' },
  { id: 'many', what: 'You have', legacy: 'One', personal: 'One for each program, each with a name' },
  {
    id: 'sent',
    what: 'Over plain HTTP',
    legacy: 'Authorization: Token, with the token itself',
    personal: 'Authorization: Bearer, with an access token of a few minutes that it is exchanged for',
  },
  { id: 'backend', what: 'Label Studio ML backend', legacy: 'Needs it', personal: 'Does not take it' },
] as const;

/** What tells the two kinds of token apart. */
export function LegacyComparison({ hasPersonal }: { readonly hasPersonal: boolean }) {
  return (
    <>
      <Table
        label="A legacy token beside a personal access token"
        columns={[
          { header: 'What differs', isName: true, cell: ({ what }) => what },
          { header: 'Legacy token', cell: ({ legacy }) => legacy },
          { header: 'Personal access token', cell: ({ personal }) => personal },
        ]}
        rows={rows}
      />
      {hasPersonal && (
        <p>
          For everything but the ML backend, take a <Link to="/account/tokens">personal access token</Link>.
        </p>
      )}
    </>
  );
}
