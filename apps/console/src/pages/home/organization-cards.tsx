import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OrganizationSummary } from '#api/features/summary/summary.queries';
import { nowMs } from '../../api/clock.js';
import { useConsole } from '../../api/use-console.js';
import { Card, Figure } from './card.js';
import { summaryQuery } from './home.queries.js';

const dayMs = 86_400_000;

/** A moment so many days from now, to the minute, so that the address of a link stays the same for a while. */
const inDays = (days: number) => new Date(Math.floor((nowMs() + days * dayMs) / 60_000) * 60_000).toISOString();

interface TokensCardParts {
  readonly title: string;
  readonly unit: string;
  readonly count: (tokens: NonNullable<OrganizationSummary['tokens']>) => number;
  /** The filters of the list of tokens that find the same. */
  readonly filters: Readonly<Record<string, string>>;
}

const active = { state: 'active' };

/** What those who oversee the organization want to see of it at once, each with the list behind it. */
export function OrganizationCards() {
  return (
    <>
      <h2>Organization</h2>
      <div className="cards">
        <TokensCard
          title="Expire in 30 days"
          unit="active token"
          count={({ expiringIn30Days }) => expiringIn30Days}
          filters={{ ...active, expiresBefore: inDays(30) }}
        />
        <TokensCard
          title="Unused for 90 days"
          unit="active token"
          count={({ unusedFor90Days }) => unusedFor90Days}
          filters={{ ...active, lastUsedBefore: inDays(-90) }}
        />
        <TokensCard
          title="Never used"
          unit="active token"
          count={({ neverUsed }) => neverUsed}
          filters={{ ...active, neverUsed: 'true' }}
        />
        <TokensCard
          title="Legacy tokens still used"
          unit="legacy token"
          count={({ legacyUsed }) => legacyUsed}
          filters={{ ...active, kind: 'legacy', neverUsed: 'false' }}
        />
        <ServiceAccounts />
        <Refused />
      </div>
    </>
  );
}

/** The part of the summary that is of the organization. */
function OrganizationCard({
  title,
  children,
}: {
  readonly title: string;
  readonly children: (of: OrganizationSummary) => ReactNode | null;
}) {
  const summary = useQuery(summaryQuery);
  return (
    <Card title={title} query={summary}>
      {({ organization }) => organization && children(organization)}
    </Card>
  );
}

function TokensCard({ title, unit, count, filters }: TokensCardParts) {
  return (
    <OrganizationCard title={title}>
      {({ tokens }) =>
        tokens && (
          <p>
            <Link to="/organization/tokens" search={filters}>
              <span className="unseen">{title}: </span>
              <Figure count={count(tokens)} unit={unit} />
            </Link>
          </p>
        )
      }
    </OrganizationCard>
  );
}

function ServiceAccounts() {
  return (
    <OrganizationCard title="Service accounts">
      {({ serviceAccounts: { count, allowance } }) => (
        <p>
          <Link to="/organization/settings/service-accounts">
            <span className="figure">
              {count} of {allowance}
            </span>{' '}
            {allowance === 1 ? 'service account' : 'service accounts'}
          </Link>
        </p>
      )}
    </OrganizationCard>
  );
}

function Refused() {
  const { stateReasons } = useConsole();
  const sentenceOf = (reason: string) => stateReasons.find((each) => each.reason === reason)?.sentence ?? reason.replaceAll(/[-/]/g, ' ');
  return (
    <OrganizationCard title="Refused attempts, last 24 h">
      {({ refusedIn24Hours }) =>
        refusedIn24Hours && (
          <>
            <p>
              <Link to="/activity" search={{ type: ['AttemptsRefused', 'SignInFailed'] }}>
                <Figure count={refusedIn24Hours.reduce((sum, { count }) => sum + count, 0)} unit="attempt" />
              </Link>
            </p>
            <ul className="plain-list">
              {refusedIn24Hours.map(({ reason, count }) => (
                <li key={reason}>
                  {count} × {sentenceOf(reason)}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </OrganizationCard>
  );
}
