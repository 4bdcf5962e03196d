import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { problemOf } from '../api/problem.js';
import { Page } from '../parts/page.js';
import { ProblemView } from '../parts/problem-view.js';

/** Shown in the place of a page that failed; the others go on. */
export function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  // A query that has failed is asked again only when its error is taken back, too.
  const { reset: takeBack } = useQueryErrorResetBoundary();
  const retry = () => {
    takeBack();
    reset();
  };
  return (
    <Page title="This page cannot be shown">
      <ProblemView problem={problemOf(error)} onRetry={retry} />
    </Page>
  );
}
