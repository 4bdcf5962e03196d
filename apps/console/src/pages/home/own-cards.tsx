import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api/use-console.js';
import { counted } from '../../parts/counted.js';
import { Time } from '../../parts/time.js';
import { Card, Figure } from './card.js';
import { newestSessionsQuery, summaryQuery } from './home.queries.js';

/** What concerns everybody: the own tokens, and who signed in as oneself. */
export function OwnCards() {
  const can = useCan();
  return (
    <>
      <h2>My account</h2>
      <div className="cards">
        {can('GET /v1/summary') && <OwnTokens />}
        {can('GET /v1/sessions') && <SignIns />}
      </div>
    </>
  );
}

function OwnTokens() {
  const summary = useQuery(summaryQuery);
  return (
    <Card title="My tokens" query={summary}>
      {({ ownTokens }) =>
        ownTokens && (
          <>
            <p>
              <Figure count={ownTokens.byState.active} unit="active token" />
            </p>
            <dl className="facts">
              {(['suspended', 'expired', 'revoked'] as const).map((state) => (
                <div key={state}>
                  <dt>{state}</dt>
                  <dd>{counted(ownTokens.byState[state], 'token')}</dd>
                </div>
              ))}
              <div>
                <dt>next expires</dt>
                <dd>
                  <Time at={ownTokens.nextExpiresAt} none="none of them expires" />
                </dd>
              </div>
            </dl>
            <p>
              <Link to="/account/tokens">Personal access tokens</Link> · <Link to="/account/api-keys">API keys</Link>
            </p>
          </>
        )
      }
    </Card>
  );
}

function SignIns() {
  const sessions = useQuery(newestSessionsQuery);
  return (
    <Card title="My last sign-ins" query={sessions}>
      {(items) => (
        <>
          <ul className="plain-list">
            {items.map(({ id, createdAt, lastSeenAt, current }) => (
              <li key={id}>
                <Time at={createdAt} />
                {current ? ' (this session)' : ''}
                <span className="hint">
                  last seen <Time at={lastSeenAt} />
                </span>
              </li>
            ))}
          </ul>
          <p>
            <Link to="/account/sessions">Sessions</Link>
          </p>
        </>
      )}
    </Card>
  );
}
