import { useQueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/problem.js';
import { Page } from '../parts/page.js';
import { ProblemView } from '../parts/problem-view.js';

/** Shown in the place of a page that failed; the others go on. */
export function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const client = useQueryClient();
  const [failed] = useState(() => client.getQueryCache().findAll({ predicate: ({ state }) => state.error === error }));
  const [shown, setShown] = useState(error);
  // A query that has failed is given to a page again only when its error is taken back, too.
  const { reset: takeBack } = useQueryErrorResetBoundary();
  // What is shown stays until there is something else to show: what comes and goes with each try cannot be read.
  const retry = async () => {
    try {
      await client.refetchQueries({ predicate: (query) => failed.includes(query) }, { throwOnError: true });
    } catch (again) {
      return setShown(again);
    }
    takeBack();
    reset();
  };
  return (
    <Page title="This page cannot be shown">
      <ProblemView problem={problemOf(shown)} onRetry={retry} />
    </Page>
  );
}
