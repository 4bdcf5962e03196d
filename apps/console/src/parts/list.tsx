import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useKeptError } from '../api/kept-error.js';
import type { listQuery } from '../api/list.js';
import { problemOf } from '../api/problem.js';
import { ProblemView } from './problem-view.js';
import { Table, type TableParts } from './table.js';

interface ListParts<Item extends { readonly id: string }> extends Omit<TableParts<Item>, 'rows'> {
  readonly query: ReturnType<typeof listQuery<Item>>;
  /** Said where there is nothing at all: a sentence, and what can be done. */
  readonly empty: ReactNode;
  /** Given while filters are set: takes them away. */
  readonly onClearFilters?: () => void;
}

/** A list as a table, with every state that it can be in. */
export function List<Item extends { readonly id: string }>({ query, empty, onClearFilters, ...table }: ListParts<Item>) {
  const asked = useInfiniteQuery(query);
  const { data, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = asked;
  const error = useKeptError(asked);
  if (isPending && !error) return <Skeleton label={table.label} />;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {rows.length > 0 && <Table {...table} rows={rows} />}
      {rows.length === 0 && !error && !hasNextPage && (
        <div className="empty">
          {onClearFilters ? (
            <>
              <p>Nothing matches.</p>
              <button type="button" className="quiet" onClick={onClearFilters}>
                Clear filters
              </button>
            </>
          ) : (
            empty
          )}
        </div>
      )}
      {(rows.length > 0 || hasNextPage) && (
        <p className="list-foot" role="status">
          Showing {rows.length}
          {hasNextPage && (
            <button type="button" className="quiet small" onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
              {isFetchingNextPage ? 'Loading …' : 'Load more'}
            </button>
          )}
        </p>
      )}
    </>
  );
}

const appearsAfterMs = 150;

/** Rows of the right height that say nothing yet. They appear late, so that a quick answer shows no flicker. */
export function Skeleton({ label, rows = 5 }: { readonly label: string; readonly rows?: number }) {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), appearsAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status">
      <span className="unseen">Loading {label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike.
        <div key={row} className={isSeen ? 'skeleton-row' : 'skeleton-space'} />
      ))}
    </div>
  );
}
