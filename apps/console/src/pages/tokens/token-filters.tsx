import { useConsole } from '../../api/use-console.js';
import type { Filter } from '../../parts/filter-bar.js';
import { stateFilter, usedFilter } from '../../parts/token-filters.js';
import { MemberName } from '../members/member-name.js';

/** What the tokens of everybody are filtered by. */
export function useTokenFilters(): readonly Filter[] {
  const { kinds } = useConsole();
  return [
    { name: 'q', label: 'Name or owner', by: 'text' },
    { name: 'kind', label: 'Kind', by: 'choice', choices: kinds.map(({ kind, label }) => ({ value: kind, label })) },
    stateFilter(),
    { name: 'expiresBefore', label: 'Expires before', by: 'day' },
    { name: 'lastUsedBefore', label: 'Last used before', by: 'day' },
    usedFilter,
    { name: 'ownerId', label: 'Owner', by: 'link', shown: (id) => <MemberName id={id} /> },
    { name: 'createdBy', label: 'Created by', by: 'link', shown: (id) => <MemberName id={id} /> },
  ];
}
