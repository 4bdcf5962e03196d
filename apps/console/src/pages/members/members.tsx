import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan, useConsole } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { clearing, type Filter, FilterBar, understood, valuesOf } from '../../parts/filter-bar.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import { useMemberActs } from './member-acts.js';
import { kindLabels, memberColumns } from './member-columns.js';
import { MemberDialogs, type OpenMemberDialog } from './member-dialogs.js';
import { membersQuery } from './members.queries.js';
import { MembersHead } from './members-head.js';
import { RegisterPerson } from './register-person.js';
import { memberOfRow } from './shown-member.js';

/** The people and service accounts of the organization. */
export function Members() {
  const can = useCan();
  const [open, setOpen] = useState<OpenMemberDialog | 'register' | null>(null);
  const acts = useMemberActs((dialog, member) => setOpen({ dialog, member }));
  const all = useMemberFilters();
  const filters = understood(all, useFilters());
  const register = can('POST /v1/users') && (
    <button type="button" onClick={() => setOpen('register')}>
      Register a person
    </button>
  );
  return (
    <Page
      title="Members"
      place={['Organization']}
      acts={
        <>
          {register}
          {can('GET /v1/organization') && (
            <Link to="/organization/settings/access-tokens" className="button quiet">
              Access Token Settings
            </Link>
          )}
        </>
      }
    >
      <MembersHead />
      <FilterBar filters={all} of={filters} />
      <List
        label="Members"
        query={membersQuery(filters.search)}
        columns={memberColumns}
        menu={(row) => <RowMenu of={memberOfRow(row).label} acts={acts(memberOfRow(row))} />}
        sorted={valuesOf(filters.search, 'sort')[0]}
        onSort={(sort) => filters.set({ sort })}
        empty={<p>Nobody is registered yet.</p>}
        onClearFilters={clearing(all, filters)}
      />
      {open === 'register' && <RegisterPerson onClose={() => setOpen(null)} />}
      {open !== 'register' && <MemberDialogs open={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function useMemberFilters(): readonly Filter[] {
  const { roles } = useConsole();
  return [
    { name: 'q', label: 'Name or e-mail', by: 'text' },
    {
      name: 'kind',
      label: 'Kind',
      by: 'choice',
      choices: [
        { value: 'user', label: 'People' },
        { value: 'service-account', label: `${kindLabels['service-account']}s` },
      ],
    },
    { name: 'role', label: 'Role', by: 'choice', choices: roles.map(({ role, does }) => ({ value: role, label: role, hint: does })) },
    {
      name: 'state',
      label: 'State',
      by: 'choice',
      choices: [
        { value: 'active', label: 'active' },
        { value: 'disabled', label: 'disabled' },
        { value: 'erased', label: 'erased' },
      ],
    },
    { name: 'lastSeenBefore', label: 'Last seen before', by: 'day' },
  ];
}
