import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ServiceAccountDetails } from '#api/features/service-accounts/service-accounts.queries';
import { useCan, useConsole } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { clearing, type Filter, FilterBar } from '../../parts/filter-bar.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { stateFilter } from '../../parts/token-filters.js';
import { AllowanceRequests } from './allowance-requests.js';
import { AnsweredRequests } from './answered-requests.js';
import { AskForMore } from './ask-for-more.js';
import { ChangeServiceAccount } from './change-service-account.js';
import { CreateServiceAccount } from './create-service-account.js';
import { ServiceAccountActs } from './service-account-acts.js';
import { columnsOfAccounts } from './service-account-columns.js';
import { serviceAccountsQuery } from './service-accounts.queries.js';
import { summaryQuery } from './settings.queries.js';

type Open = { readonly act: 'create' | 'more' } | { readonly act: 'change'; readonly account: ServiceAccountDetails };

/** The service accounts of the organization. */
export function ServiceAccounts() {
  const can = useCan();
  const { roles } = useConsole();
  const filters = useFilters();
  const [open, setOpen] = useState<Open | null>(null);
  const { data } = useSuspenseQuery(summaryQuery);
  const { count, allowance } = data.organization?.serviceAccounts ?? { count: 0, allowance: 0 };
  const close = () => setOpen(null);
  const change = can('PATCH /v1/service-accounts/{id}') ? (account: ServiceAccountDetails) => setOpen({ act: 'change', account }) : null;
  const offered: readonly Filter[] = [
    { name: 'q', label: 'Name', by: 'text' },
    { name: 'role', label: 'Role', by: 'choice', choices: roles.map(({ role }) => ({ value: role, label: role })) },
    stateFilter('Token'),
  ];
  const create = <CreateOrAsk isFull={count >= allowance} onOpen={(act) => setOpen({ act })} />;
  return (
    <Page
      title="Service Accounts"
      place={['Organization', 'Settings']}
      about={
        <>
          <p>Service accounts have API access, and cannot sign in. Each has one token.</p>
          <p>
            {count} of {allowance} used · not a seat
          </p>
        </>
      }
      acts={create}
    >
      <AllowanceRequests />
      <FilterBar filters={offered} of={filters} />
      <List
        label="Service accounts"
        query={serviceAccountsQuery(filters.search)}
        columns={columnsOfAccounts(change)}
        menu={(account) => <ServiceAccountActs account={account} token={account.token} />}
        sorted={[filters.search.sort ?? '-createdAt'].flat()[0]}
        onSort={(sort) => filters.set({ sort })}
        onClearFilters={clearing(offered, filters)}
        empty={
          <>
            <p>There is no service account yet.</p>
            {create}
          </>
        }
      />
      <AnsweredRequests />
      {open?.act === 'create' && <CreateServiceAccount onClose={close} />}
      {open?.act === 'more' && <AskForMore onClose={close} />}
      {open?.act === 'change' && <ChangeServiceAccount account={open.account} onClose={close} />}
    </Page>
  );
}

/** Creates, or at the limit asks for more. */
function CreateOrAsk({ isFull, onOpen }: { readonly isFull: boolean; readonly onOpen: (act: 'create' | 'more') => void }) {
  const can = useCan();
  if (!can('POST /v1/service-accounts')) return null;
  if (!isFull) {
    return (
      <button type="button" onClick={() => onOpen('create')}>
        Create Service Account
      </button>
    );
  }
  if (!can('POST /v1/service-accounts/allowance-requests')) return null;
  return (
    <button type="button" className="quiet" onClick={() => onOpen('more')}>
      Request more
    </button>
  );
}
