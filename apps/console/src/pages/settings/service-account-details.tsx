import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useCan } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { activityQuery } from '../../parts/activity.queries.js';
import { ActivityTable } from '../../parts/activity-table.js';
import { CopyButton } from '../../parts/copy-button.js';
import { EventDialog } from '../../parts/event-dialog.js';
import { Page } from '../../parts/page.js';
import { Time } from '../../parts/time.js';
import { ChangeServiceAccount } from './change-service-account.js';
import { Scope } from './scope.js';
import { ServiceAccountActs } from './service-account-acts.js';
import { Lock } from './service-account-columns.js';
import { ServiceAccountToken } from './service-account-token.js';
import { serviceAccountQuery, tokenOfQuery } from './service-accounts.queries.js';
import { WhatItMayDo } from './what-it-may-do.js';

const list = '/organization/settings/service-accounts';

/** One service account: what it is, its token, what it did and what it may do. */
export function ServiceAccount() {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { search, set } = useFilters();
  const navigate = useNavigate();
  const { data: account } = useSuspenseQuery(serviceAccountQuery(id));
  const { data: token } = useSuspenseQuery(tokenOfQuery(id));
  return (
    <Page
      title={account.name ?? 'Service account'}
      place={['Organization', 'Settings', 'Service Accounts']}
      about={
        <p>
          <Link to={list}>All service accounts</Link>
        </p>
      }
      acts={token && <ServiceAccountActs account={account} token={token} onDeleted={() => void navigate({ to: list })} />}
    >
      <Tabs className="page-tabs" selectedKey={[search.tab ?? 'overview'].flat()[0]} onSelectionChange={(tab) => set({ tab: String(tab) })}>
        <TabList aria-label="Service account">
          <Tab id="overview">Overview</Tab>
          <Tab id="token">Token</Tab>
          <Tab id="activity">Activity</Tab>
          <Tab id="rights">What it may do</Tab>
        </TabList>
        <TabPanel id="overview">
          <Overview />
        </TabPanel>
        <TabPanel id="token">{token && <ServiceAccountToken token={token} />}</TabPanel>
        <TabPanel id="activity">
          <p>
            <Link to={`/activity?subject=${id}`}>Open it in the activity log</Link>
          </p>
          <ActivityTable label="Activity" query={activityQuery({ subject: id })} empty={<p>Nothing has happened yet.</p>} />
          <EventDialog />
        </TabPanel>
        <TabPanel id="rights">
          <WhatItMayDo role={account.role} />
        </TabPanel>
      </Tabs>
    </Page>
  );
}

function Overview() {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const can = useCan();
  const { data: account } = useSuspenseQuery(serviceAccountQuery(id));
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <dl className="facts">
        <dt>Name</dt>
        <dd>
          <bdi>{account.name}</bdi> <Lock />
        </dd>
        <dt>Organization role</dt>
        <dd>{account.role}</dd>
        <dt>Scope</dt>
        <dd>
          <Scope of={account} />
        </dd>
        <dt>Created</dt>
        <dd>
          <Time at={account.createdAt} />
        </dd>
        <dt>Id</dt>
        <dd>
          <code>{id}</code> <CopyButton text={id} what="the id" />
        </dd>
      </dl>
      {can('PATCH /v1/service-accounts/{id}') && (
        <p>
          <button type="button" className="quiet" onClick={() => setChanging(true)}>
            Change role and scope
          </button>
        </p>
      )}
      {isChanging && <ChangeServiceAccount account={account} onClose={() => setChanging(false)} />}
    </>
  );
}
