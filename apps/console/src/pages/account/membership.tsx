import { useSuspenseQuery } from '@tanstack/react-query';
import { useConsole } from '../../api/use-console.js';
import { Page } from '../../parts/page.js';
import { Time } from '../../parts/time.js';
import { membershipQuery } from './account.queries.js';
import { MailAddress } from './mail-address.js';

/** The organization that the person belongs to, and their place in it. */
export function Membership() {
  const { me, roles } = useConsole();
  const { organization, firstOwner, role, joinedAt } = useSuspenseQuery(membershipQuery).data;
  return (
    <Page title="Membership info" place={['Account & Settings']}>
      <dl className="facts card">
        <dt>Organization</dt>
        <dd>{organization.name === null ? <span className="soft">without a name</span> : <bdi>{organization.name}</bdi>}</dd>
        <dt>Created</dt>
        <dd>
          <Time at={organization.createdAt} />
        </dd>
        <dt>Owner</dt>
        <dd>
          <MailAddress email={firstOwner.email} />
        </dd>
        <dt>You</dt>
        <dd>
          <bdi>{me.email}</bdi>
        </dd>
        <dt>Your role</dt>
        <dd>
          {role}
          <span className="hint">{roles.find((each) => each.role === role)?.does}</span>
        </dd>
        <dt>Joined</dt>
        <dd>
          <Time at={joinedAt} none="unknown" />
        </dd>
      </dl>
    </Page>
  );
}
