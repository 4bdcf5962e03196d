import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SessionView } from '#api/features/sessions/sessions.queries';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { problemOf } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { Expiry } from '../../parts/expiry.js';
import { Id, Named } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { Skeleton } from '../../parts/list.js';
import { ProblemView } from '../../parts/problem-view.js';
import { State } from '../../parts/state.js';
import { type Column, Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { footprintQuery } from './members.queries.js';

const sessionColumns: readonly Column<SessionView>[] = [
  { header: 'Session', isName: true, cell: ({ id }) => <Id id={id} /> },
  { header: 'Began', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
  { header: 'Ends', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
];

/** The tokens and sessions of a person that are not over. */
export function MemberCredentials({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(footprintQuery(id));
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />;
  if (!data) return <Skeleton label="tokens and sessions" />;
  const { tokens, sessions } = data;
  return (
    <>
      <h2>Tokens</h2>
      {tokens.length > 0 ? <TokensInUse tokens={tokens} /> : <p>No token of theirs is active or suspended.</p>}
      <p>
        <Link to="/organization/tokens" search={{ ownerId: id }}>
          All tokens that they ever had
        </Link>
      </p>
      <h2>Sessions</h2>
      {sessions.length > 0 ? <Table label="Sessions" columns={sessionColumns} rows={sessions} /> : <p>They are signed in nowhere.</p>}
    </>
  );
}

/** Tokens that are active or suspended, and why. */
export function TokensInUse({ tokens }: { readonly tokens: readonly TokenDetails[] }) {
  const { kinds } = useConsole();
  const columns: readonly Column<TokenDetails>[] = [
    { header: 'Name', isName: true, cell: ({ name, id }) => <Named name={name} id={id} none="without a name" /> },
    { header: 'Kind', cell: ({ kind }) => kinds.find((each) => each.kind === kind)?.label ?? kind },
    { header: 'State', cell: ({ state, stateReason }) => <State state={state} reason={stateReason} /> },
    { header: 'Expires', cell: (token) => <Expiry of={token} /> },
    { header: 'Last used', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
  ];
  return <Table label="Tokens" columns={columns} rows={tokens} />;
}
