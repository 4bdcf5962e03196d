import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OperationView } from '#api/features/operations/operations';
import { problemOf } from '../../api/problem.js';
import { counted } from '../../parts/counted.js';
import { ProblemView } from '../../parts/problem-view.js';
import { Time } from '../../parts/time.js';
import { operationQuery } from './system.queries.js';

/** How far long work has got, and how it ended. */
export function Operation({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const { data, error } = useQuery(operationQuery(id));
  const hasEnded = data !== undefined && data.state !== 'running';
  useEffect(() => {
    if (!hasEnded) return;
    for (const name of ['projections', 'activity']) void queries.invalidateQueries({ queryKey: [name] });
  }, [hasEnded, queries]);
  if (error) return <ProblemView problem={problemOf(error)} />;
  if (!data) return <p role="status">Asking how far it is …</p>;
  return (
    <section className="card" aria-label="Operation">
      <p role="status">{inWords(data)}</p>
      {data.state === 'running' && <progress className="steps" aria-label="Progress" value={data.done} max={Math.max(data.total, 1)} />}
      {data.state === 'failed' && <p>{data.problem}</p>}
      <p className="soft">
        Begun <Time at={data.startedAt} />
        {data.endedAt && (
          <>
            , ended <Time at={data.endedAt} />
          </>
        )}
      </p>
    </section>
  );
}

const names = { rebuild: 'The rebuild', backup: 'The backup' } as const;

function inWords({ kind, subject, state, done, total, result }: OperationView): string {
  const name = `${names[kind]} of ${subject}`;
  if (state === 'running') return `${name} is running: ${done} of about ${counted(total, 'step')}.`;
  if (state === 'failed') return `${name} failed.`;
  if (result === null) return `${name} is done.`;
  if ('directory' in result) return `${name} is done: it lies in ${result.directory} on the host, and ends at position ${result.endsAt}.`;
  return `${name} is done. ${comparison(result)}`;
}

type Rebuilt = Extract<NonNullable<OperationView['result']>, { readonly differed: boolean }>;

/** What comparing the live tables with what the log makes of them found. */
function comparison({ differed, tables }: Rebuilt): string {
  const rows = tables.reduce((sum, { rebuilt }) => sum + rebuilt.rows, 0);
  if (!differed) return `It was right: all ${rows} rows of ${tables.length} tables are what the log makes of them, by their digests.`;
  const wrong = tables.filter(({ live, rebuilt }) => live.digest !== rebuilt.digest);
  const each = wrong.map(({ table, live, rebuilt }) => `${table} had ${live.rows} rows and has ${rebuilt.rows} now`);
  return `It was wrong and is right now: ${each.join('; ')}.`;
}
