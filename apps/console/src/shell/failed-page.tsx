import { problemOf } from '../api/problem.js';
import { Page } from '../parts/page.js';
import { ProblemView } from '../parts/problem-view.js';

/** Shown in the place of a page that failed; the others go on. */
export function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <Page title="This page cannot be shown">
      <ProblemView problem={problemOf(error)} onRetry={reset} />
    </Page>
  );
}
