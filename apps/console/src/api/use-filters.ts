import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Search } from './search.js';

export interface Filters {
  /** What the address says, and what of it was dropped. */
  readonly search: Search;
  /** Sets members of the address, or takes them away. `isTyping` keeps one entry in the history for a text that is being typed. */
  set(changes: Search, isTyping?: boolean): void;
}

/** The filters of a page, which are in its address: it can be sent to a colleague, and survives a reload. */
export function useFilters(): Filters {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const set = (changes: Search, isTyping = false) => {
    const next = Object.entries<Search[string]>({ ...search, ...changes, dropped: undefined }).filter(
      ([, value]) => value !== undefined && value.length > 0,
    );
    void navigate({ to: '.', search: Object.fromEntries(next), replace: isTyping, resetScroll: false });
  };
  return { search, set };
}
