import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/use-console.js';
import { Page } from '../../parts/page.js';
import { membershipQuery } from './account.queries.js';
import { MailAddress } from './mail-address.js';

/** In the place of a page whose type of token the organization has switched off: who can switch it on, and where. */
export function TypeIsOff({ title, types }: { readonly title: string; readonly types: string }) {
  const can = useCan();
  const { firstOwner } = useSuspenseQuery(membershipQuery).data;
  return (
    <Page title={title} place={['Account & Settings']}>
      <p>{types} are switched off in your organization: none can be made, and those that there are admit nobody.</p>
      {can('PATCH /v1/organization') ? (
        <p>
          You can switch them on in <Link to="/organization/settings/access-tokens">Access Token Settings</Link>.
        </p>
      ) : (
        <p>
          An administrator or owner can switch them on. Ask <MailAddress email={firstOwner.email} />, an owner.
        </p>
      )}
    </Page>
  );
}
