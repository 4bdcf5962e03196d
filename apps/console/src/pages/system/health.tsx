import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { ProblemView } from '../../parts/problem-view.js';
import { type Column, Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { readinessQuery } from './system.queries.js';

interface Check {
  readonly id: string;
  readonly ok: boolean;
  readonly since: string;
  readonly problem: string | null;
}

const columns: readonly Column<Check>[] = [
  { header: 'Check', isName: true, cell: ({ id }) => id },
  { header: 'State', cell: ({ ok }) => <Health isWell={ok} /> },
  { header: 'Since', cell: ({ since }) => <Time at={since} /> },
  { header: 'What is wrong', cell: ({ problem }) => problem ?? <span className="soft">nothing</span> },
];

/** In a word with a sign, never by colour alone. */
const Health = ({ isWell }: { readonly isWell: boolean }) => (
  <span className={`state ${isWell ? 'state-active' : 'state-revoked'}`}>
    <span aria-hidden="true">{isWell ? '●' : '✕'}</span> {isWell ? 'well' : 'ill'}
  </span>
);

/** Whether this server can be asked, and each thing that this consists of. */
export function SystemHealth() {
  const { version } = useConsole();
  const { data, error, refetch, dataUpdatedAt } = useQuery(readinessQuery);
  return (
    <Page title="Health" place={['System']} about={<p>Keyledger {version}. Looked at again every 10 seconds while you see this page.</p>}>
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton label="the checks" />}
      {data && (
        <>
          <p role="status">
            {data.status === 'ok' ? 'The server is ready.' : 'The server is not ready: it should get no requests until it is.'}{' '}
            <span className="soft">
              Looked at <Time at={new Date(dataUpdatedAt).toISOString()} />.
            </span>
          </p>
          <Table
            label="Checks"
            columns={columns}
            rows={data.checks.map(({ check, ok, since, problem }) => ({ id: check, ok, since, problem }))}
          />
        </>
      )}
    </Page>
  );
}
