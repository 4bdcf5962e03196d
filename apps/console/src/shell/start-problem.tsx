import type { Problem } from '../api/problem.js';
import { ProblemView } from '../parts/problem-view.js';

/** What is shown where not even the shell can be. */
export function StartProblem({ problem }: { readonly problem: Problem }) {
  return (
    <main className="alone">
      <h1>The console cannot begin</h1>
      <ProblemView problem={problem} onRetry={() => location.reload()} />
    </main>
  );
}
