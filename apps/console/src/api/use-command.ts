import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Answer, call, type Route, type Sent } from './call.js';
import { newIdempotencyKey } from './idempotency-key.js';
import { type Problem, problemOf } from './problem.js';

export interface Command<Body> {
  /** Resolves with the answer, or with null when it was refused, which `problem` then tells. */
  run(sent?: Sent): Promise<Answer<Body> | null>;
  readonly isRunning: boolean;
  /** Why the last attempt was refused; null before and after a success. */
  readonly problem: Problem | null;
  clear(): void;
}

/**
 * One act. A repeated attempt has the same idempotency key until the server has answered, since only then it is known what became of the
 * first. What an answer of it changed, by the first part of the keys of queries, is asked for again.
 */
export function useCommand<Body = void>(route: Route, changes: readonly string[]): Command<Body> {
  const queries = useQueryClient();
  const idempotencyKey = useRef(newIdempotencyKey());
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (sent: Sent = {}) => {
    setRunning(true);
    setProblem(null);
    try {
      const headers = { ...(route.startsWith('POST ') && { 'Idempotency-Key': idempotencyKey.current }), ...sent.headers };
      const answer = await call<Body>(route, { ...sent, headers });
      idempotencyKey.current = newIdempotencyKey();
      for (const name of changes) void queries.invalidateQueries({ queryKey: [name] });
      return answer;
    } catch (error) {
      const refused = problemOf(error);
      if (refused.status >= 400 && refused.status < 500) idempotencyKey.current = newIdempotencyKey();
      setProblem(refused);
      return null;
    } finally {
      setRunning(false);
    }
  };
  return { run, isRunning, problem, clear: () => setProblem(null) };
}
