import { tokenStates } from '../api/search.js';
import type { Filter } from './filter-bar.js';

/** Filters that lists of tokens have in common. */
export const stateFilter = (label = 'State'): Filter => ({
  name: 'state',
  label,
  by: 'choice',
  choices: tokenStates.map((value) => ({ value, label: value })),
});

export const usedFilter: Filter = {
  name: 'neverUsed',
  label: 'Use',
  by: 'choice',
  choices: [
    { value: 'true', label: 'never used' },
    { value: 'false', label: 'used' },
  ],
};
