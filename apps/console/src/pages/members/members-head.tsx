import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { organizationQuery } from '../../api/organization.js';
import { useCan, useConsole } from '../../api/use-console.js';
import { Time } from '../../parts/time.js';
import { headcountQuery, ownersQuery } from './members.queries.js';
import { PeopleLinks } from './people-links.js';
import { memberOfRow } from './shown-member.js';

/** The organization: since when, whose, and how many seats are taken. */
export function MembersHead() {
  const { me, roles } = useConsole();
  const can = useCan();
  const { body: organization } = useSuspenseQuery(organizationQuery).data;
  const { data: owners } = useSuspenseQuery(ownersQuery);
  const { data: headcount } = useSuspenseQuery(headcountQuery);
  return (
    <>
      {!can('POST /v1/users') && (
        <p className="banner">
          You are <b>{me.role}</b> here. {roles.find(({ role }) => role === me.role)?.does}
        </p>
      )}
      <dl className="facts head-facts">
        <Fact of="Organization">
          <bdi>{organization.name ?? 'without a name'}</bdi>
        </Fact>
        <Fact of="Created">
          <Time at={organization.createdAt} />
        </Fact>
        <Fact of={owners.length === 1 ? 'Owner' : 'Owners'}>
          <PeopleLinks all={owners.map(memberOfRow)} />
        </Fact>
        {headcount && (
          <>
            <Fact of="Seats">
              {headcount.people.active} {headcount.people.active === 1 ? 'person' : 'people'}
              {headcount.people.disabled > 0 && ` (and ${headcount.people.disabled} disabled)`}
            </Fact>
            <Fact of="Service accounts">
              {headcount.serviceAccounts.count} of {headcount.serviceAccounts.allowance} <span className="soft">· take no seat</span>
            </Fact>
          </>
        )}
      </dl>
    </>
  );
}

const Fact = ({ of, children }: { readonly of: string; readonly children: ReactNode }) => (
  <div>
    <dt>{of}</dt>
    <dd>{children}</dd>
  </div>
);
