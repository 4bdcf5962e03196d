import { useRef } from 'react';

interface Asked {
  readonly error: Error | null;
  readonly errorUpdateCount: number;
  readonly isPending: boolean;
}

/**
 * The error of a query, also while it is asked again: what is shown stays until there is something else to show, since what comes and goes
 * with each try cannot be read.
 */
export function useKeptError({ error, errorUpdateCount, isPending }: Asked): Error | null {
  const last = useRef(error);
  last.current = error ?? last.current;
  return isPending && errorUpdateCount > 0 ? last.current : error;
}
