import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useCan, useConsole } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { Page } from '../../parts/page.js';
import { settingsQuery } from './home.queries.js';
import { OrganizationCards } from './organization-cards.js';
import { OwnCards } from './own-cards.js';
import { SetupChecklist } from './setup-checklist.js';

const CreateApiKey = lazy(async () => ({ default: (await import('../api-keys/create-api-key.js')).CreateApiKey }));
const CreatePersonalToken = lazy(async () => ({ default: (await import('../account/create-personal-token.js')).CreatePersonalToken }));

/** What concerns the person now, and what they may want to do first. Which dialog is open stands in the address. */
export function Home() {
  const { me } = useConsole();
  const can = useCan();
  const { search, set } = useFilters();
  const { data: settings } = useQuery(settingsQuery);
  const close = () => set({ create: undefined });
  const mayMakeToken = can('POST /v1/tokens') && settings?.personalAccessTokensEnabled;
  const acts = (
    <>
      {can('POST /v1/api-keys') && (
        <button type="button" onClick={() => set({ create: 'api-key' })}>
          Create API key
        </button>
      )}
      {mayMakeToken && (
        <button type="button" className="quiet" onClick={() => set({ create: 'personal-token' })}>
          Create personal access token
        </button>
      )}
    </>
  );
  return (
    <Page
      title="Home"
      about={
        <p>
          Signed in as <bdi>{me.email}</bdi>, {me.role}.
        </p>
      }
      acts={acts}
    >
      <SetupChecklist />
      <OwnCards />
      {can('GET /v1/users') && can('GET /v1/summary') && <OrganizationCards />}
      <Suspense>
        {search.create === 'api-key' && can('POST /v1/api-keys') && <CreateApiKey onClose={close} />}
        {search.create === 'personal-token' && mayMakeToken && (
          <CreatePersonalToken ttlDays={settings.personalAccessTokenTtlDays} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}
