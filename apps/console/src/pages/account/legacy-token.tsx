import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useKeptError } from '../../api/kept-error.js';
import { organizationQuery } from '../../api/organization.js';
import { problemOf } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { ProblemView } from '../../parts/problem-view.js';
import { legacyTokenSnippets } from '../../parts/sdk-snippets.js';
import { Snippets } from '../../parts/snippets.js';
import { LegacyComparison } from './legacy-comparison.js';
import { LegacyValue } from './legacy-value.js';
import { RenewLegacyToken } from './renew-legacy-token.js';
import { RevokeToken } from './revoke-token.js';
import { ownTokensQuery } from './tokens.queries.js';
import { TypeIsOff } from './type-is-off.js';

/** The one legacy token of the person who is signed in. Nobody has to create it: it is there as soon as it is looked at. */
export function LegacyToken() {
  const { publicUrl } = useConsole();
  const { body: organization } = useSuspenseQuery(organizationQuery).data;
  const asked = useInfiniteQuery(ownTokensQuery('legacy'));
  const { data, isPending, refetch } = asked;
  const error = useKeptError(asked);
  const [open, setOpen] = useState<'renew' | 'revoke' | null>(null);
  if (!organization.legacyTokensEnabled) return <TypeIsOff title="Legacy token" types="Legacy tokens" />;
  const token = data?.pages[0]?.items[0] ?? null;
  const close = () => setOpen(null);
  return (
    <Page
      title="Legacy token"
      place={['Account & Settings']}
      about={
        <p>
          Easier to use than a personal access token, and less secure: it has no end and works by itself. The Label Studio ML backend needs
          it.
        </p>
      }
    >
      {isPending && !error && <Skeleton label="Legacy token" rows={2} />}
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {data && <LegacyValue token={token} onRenew={() => setOpen('renew')} onRevoke={() => setOpen('revoke')} />}
      <h2>How it is used</h2>
      <Snippets snippets={legacyTokenSnippets(publicUrl)} />
      <h2>Beside a personal access token</h2>
      <LegacyComparison hasPersonal={organization.personalAccessTokensEnabled} />
      {token && open === 'renew' && <RenewLegacyToken token={token} onClose={close} />}
      {token && open === 'revoke' && <RevokeToken token={token} called="your legacy token" onClose={close} />}
    </Page>
  );
}
