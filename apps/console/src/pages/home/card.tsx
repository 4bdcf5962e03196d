import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/problem.js';
import { ProblemView } from '../../parts/problem-view.js';

interface CardParts<Data> {
  readonly title: string;
  readonly query: UseQueryResult<Data>;
  /** What the card says; null while what it is read from is not caught up. */
  readonly children: (data: Data) => ReactNode | null;
}

/** One card, which waits and fails for itself. */
export function Card<Data>({ title, query: { data, error, refetch }, children }: CardParts<Data>) {
  return (
    <section className="card">
      <h3>{title}</h3>
      {error && data === undefined && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {!error && data === undefined && <div className="card-waits" role="status" aria-label={`Loading ${title}`} />}
      {data !== undefined && (children(data) ?? <p className="soft">This is being counted anew. Look again in a while.</p>)}
    </section>
  );
}

/** A number with its unit, which leads to the list of what was counted. */
export const Figure = ({ count, unit }: { readonly count: number; readonly unit: string }) => (
  <>
    <span className="figure">{count.toLocaleString('en-GB')}</span> {count === 1 ? unit : `${unit}s`}
  </>
);
