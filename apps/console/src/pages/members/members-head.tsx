import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OrganizationSummary } from '#api/features/summary/summary.queries';
import { organizationQuery } from '../../api/organization.js';
import { useCan, useConsole } from '../../api/use-console.js';
import { counted } from '../../parts/counted.js';
import { Time } from '../../parts/time.js';
import { headcountQuery, ownersQuery } from './members.queries.js';
import { PeopleLinks } from './people-links.js';
import { memberOfRow } from './shown-member.js';

/** The organization: since when, whose, and how many seats are taken. */
export function MembersHead() {
  const { me, roles } = useConsole();
  const can = useCan();
  const { body: organization } = useSuspenseQuery(organizationQuery).data;
  const { data: owners, error: ownersError } = useQuery(ownersQuery);
  const { data: headcount, error: headcountError } = useQuery(headcountQuery);
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
        <Fact of={owners?.length === 1 ? 'Owner' : 'Owners'}>
          {owners ? <PeopleLinks all={owners.map(memberOfRow)} /> : unknown(ownersError)}
        </Fact>
        <Fact of="Seats">{headcount ? <Seats {...headcount.people} /> : unknown(headcountError)}</Fact>
        <Fact of="Service accounts">
          {headcount ? `${headcount.serviceAccounts.count} of ${headcount.serviceAccounts.allowance}` : unknown(headcountError)}
          <span className="soft"> · take no seat</span>
        </Fact>
      </dl>
    </>
  );
}

/** Stands where something is not known yet, or cannot be told while lists are rebuilt; the rest of the page goes on. */
const unknown = (error: Error | null) => <span className="soft">{error === null ? '…' : 'not known now'}</span>;

const Seats = ({ active, disabled }: OrganizationSummary['people']) => (
  <>
    {counted(active, 'person', 'people')}
    {disabled > 0 && ` (and ${disabled} disabled)`}
  </>
);

const Fact = ({ of, children }: { readonly of: string; readonly children: ReactNode }) => (
  <div>
    <dt>{of}</dt>
    <dd>{children}</dd>
  </div>
);
