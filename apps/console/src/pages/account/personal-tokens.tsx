import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { organizationQuery } from '../../api/organization.js';
import { useCan, useConsole } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { counted } from '../../parts/counted.js';
import { Expiry } from '../../parts/expiry.js';
import { clearing, type Filter, FilterBar } from '../../parts/filter-bar.js';
import { Named } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { personalTokenSnippets } from '../../parts/sdk-snippets.js';
import { Snippets } from '../../parts/snippets.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Term } from '../../parts/term.js';
import { Time } from '../../parts/time.js';
import { stateFilter, usedFilter } from '../../parts/token-filters.js';
import { CreatePersonalToken } from './create-personal-token.js';
import { EndOldCredential } from './end-old-credential.js';
import { type PersonalTokenAct, PersonalTokenMenu } from './personal-token-menu.js';
import { RenameToken } from './rename-token.js';
import { RevokeToken } from './revoke-token.js';
import { RotateToken } from './rotate-token.js';
import { ownTokensQuery } from './tokens.queries.js';
import { TypeIsOff } from './type-is-off.js';

type Open = { readonly act: 'create' } | { readonly act: PersonalTokenAct; readonly token: TokenDetails };

const columns: readonly Column<TokenDetails>[] = [
  { header: 'Name', isName: true, cell: ({ name, id }) => <Named name={name} id={id} none="without a name" /> },
  { header: 'State', cell: ({ state, stateReason }) => <State state={state} reason={stateReason} /> },
  { header: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Expires', cell: (token) => <Expiry of={token} /> },
  { header: 'Last used', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
  { header: 'Old credential', cell: ({ previous }) => <Time at={previous?.endsAt} none="none" /> },
];

const filters: readonly Filter[] = [{ name: 'q', label: 'Name', by: 'text' }, stateFilter(), usedFilter];

/** The personal access tokens of the person who is signed in. */
export function PersonalTokens() {
  const can = useCan();
  const { publicUrl } = useConsole();
  const of = useFilters();
  const { body: organization } = useSuspenseQuery(organizationQuery).data;
  const [open, setOpen] = useState<Open | null>(null);
  if (!organization.personalAccessTokensEnabled) return <TypeIsOff title="Personal access tokens" types="Personal access tokens" />;
  const close = () => setOpen(null);
  const create = can('POST /v1/tokens') && (
    <button type="button" onClick={() => setOpen({ act: 'create' })}>
      Create
    </button>
  );
  return (
    <Page
      title="Personal access tokens"
      place={['Account & Settings']}
      about={
        <p>
          Also called <Term of="API keys" />. A token is shown once, when it is made, and ends after{' '}
          {counted(organization.personalAccessTokenTtlDays, 'day')} at the latest, as your organization has set. The SDK takes it as its API
          key.
        </p>
      }
      acts={create}
    >
      <FilterBar filters={filters} of={of} />
      <List
        label="Personal access tokens"
        query={ownTokensQuery('personal', of.search)}
        columns={columns}
        menu={(token) => <PersonalTokenMenu token={token} onOpen={(act) => setOpen({ act, token })} />}
        onClearFilters={clearing(filters, of)}
        empty={
          <>
            <p>You have no personal access token.</p>
            {create}
          </>
        }
      />
      <h2>How a token is used</h2>
      <Snippets snippets={personalTokenSnippets(publicUrl)} />
      {open?.act === 'create' && <CreatePersonalToken ttlDays={organization.personalAccessTokenTtlDays} onClose={close} />}
      {open?.act === 'rename' && <RenameToken token={open.token} onClose={close} />}
      {open?.act === 'rotate' && <RotateToken token={open.token} onClose={close} />}
      {open?.act === 'end-old' && <EndOldCredential token={open.token} onClose={close} />}
      {open?.act === 'revoke' && <RevokeToken token={open.token} onClose={close} />}
    </Page>
  );
}
