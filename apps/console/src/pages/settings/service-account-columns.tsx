import { Link } from '@tanstack/react-router';
import type { ServiceAccountDetails } from '#api/features/service-accounts/service-accounts.queries';
import { Expiry } from '../../parts/expiry.js';
import { Id } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { Someone } from '../../parts/someone.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Scope } from './scope.js';

/** What the table says of each service account; `change` opens what can be changed of it, and is null where nothing can. */
export const columnsOfAccounts = (change: ((account: ServiceAccountDetails) => void) | null): readonly Column<ServiceAccountDetails>[] => [
  { header: 'Name', isName: true, cell: (account) => <Name account={account} /> },
  {
    header: 'Role',
    cell: (account) => (
      <span>
        {account.role}{' '}
        {change && (
          <button
            type="button"
            className="quiet small"
            aria-label={`Change role and scope of ${account.name}`}
            onClick={() => change(account)}
          >
            Change
          </button>
        )}
      </span>
    ),
  },
  { header: 'Scope', cell: (account) => <Scope of={account} /> },
  { header: 'Token', cell: ({ token }) => <State state={token.state} reason={token.stateReason} /> },
  { header: 'Created by', cell: ({ token }) => <Someone who={token.createdBy} hasAddress /> },
  { header: 'Created', sort: 'createdAt', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Last used', sort: 'lastUsedAt', cell: ({ token }) => <LastUse use={token.lastUse} /> },
  { header: 'Expires', cell: ({ token }) => <Expiry of={token} /> },
];

function Name({ account: { id, name } }: { readonly account: ServiceAccountDetails }) {
  return (
    <span>
      <Link to={`/organization/settings/service-accounts/${id}`}>
        <bdi>{name}</bdi>
      </Link>{' '}
      <Lock /> <Id id={id} />
    </span>
  );
}

/** Says that a name stays as it is. */
export const Lock = () => (
  <span title="The name cannot be changed" role="img" aria-label="The name cannot be changed" className="lock">
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7Zm2 0h4V5a2 2 0 0 0-4 0Z" />
    </svg>
  </span>
);
