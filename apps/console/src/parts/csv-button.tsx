import { useState } from 'react';
import type { Route, Sent } from '../api/call.js';
import { isoIn } from '../api/clock.js';
import { wholeCsv } from '../api/csv.js';
import { type Problem, problemOf } from '../api/problem.js';
import { ProblemView } from './problem-view.js';
import { saveFile } from './save-file.js';

interface CsvButtonParts {
  readonly route: Route;
  /** The filters and the order of the list. */
  readonly query: Sent['query'];
  /** The beginning of the file's name: `tokens`. */
  readonly name: string;
}

/** Saves a list as it is filtered, with all its pages, as a table for a spreadsheet. */
export function CsvButton({ route, query, name }: CsvButtonParts) {
  const [read, setRead] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    setProblem(null);
    setRead(0);
    try {
      saveFile(`${name}-${isoIn(0).slice(0, 10)}.csv`, await wholeCsv(route, query, setRead));
    } catch (error) {
      setProblem(problemOf(error));
    }
    setRead(null);
  };
  return (
    <>
      <button type="button" className="quiet" onClick={save} disabled={read !== null}>
        {read === null ? 'Download CSV' : `Reading … ${Math.ceil(read / 1024)} KiB`}
      </button>
      {problem && <ProblemView problem={problem} onRetry={save} />}
    </>
  );
}
