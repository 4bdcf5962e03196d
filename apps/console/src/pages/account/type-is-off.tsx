import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/use-console.js';
import { Page } from '../../parts/page.js';

/** In the place of a page whose type of token the organization has switched off. */
export function TypeIsOff({ type }: { readonly type: string }) {
  const can = useCan();
  return (
    <Page title={type} place={['Account & Settings']}>
      <p>{type} are switched off in your organization. An administrator or owner can switch them on.</p>
      {can('PATCH /v1/organization') && (
        <p>
          <Link to="/organization/settings/access-tokens">Open Access Token Settings</Link>
        </p>
      )}
    </Page>
  );
}
