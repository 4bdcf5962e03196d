import { Suspense } from 'react';
import { useCan } from '../../api/use-console.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { AllowanceCard } from './allowance-card.js';
import { IssuanceCard } from './issuance-card.js';
import { LiveApiKeys, TokenTypeCard } from './token-type-card.js';
import { TtlCard } from './ttl-card.js';

/** Which types of token members may have, how long they are good, and what credentials may do. */
export function AccessTokenSettings() {
  const can = useCan();
  return (
    <Page
      title="Access Token Settings"
      place={['Organization', 'Settings']}
      about={<p>What members of the organization may have. Access tokens are also called API keys.</p>}
    >
      {!can('PATCH /v1/organization') && (
        <p className="banner" role="status">
          You see the settings, and change none of them: that is for administrators and owners.
        </p>
      )}
      <Suspense fallback={<Skeleton label="the settings" rows={6} />}>
        <div className="cards settings-cards">
          <TokenTypeCard kind="personal" />
          <TokenTypeCard kind="legacy" />
          <IssuanceCard setting="apiKeysMayIssue" title="API keys">
            <LiveApiKeys />
          </IssuanceCard>
          <TtlCard />
          <IssuanceCard setting="apiCredentialsMayIssue" title="What tokens may do" />
          <AllowanceCard />
        </div>
      </Suspense>
    </Page>
  );
}
