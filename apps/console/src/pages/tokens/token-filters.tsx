import { useConsole } from '../../api/use-console.js';
import type { Filter } from '../../parts/filter-bar.js';
import { MemberName } from '../members/member-name.js';

const uses = [
  { value: 'true', label: 'never used' },
  { value: 'false', label: 'used' },
];
const states = ['active', 'suspended', 'expired', 'revoked'];

/** What the tokens of everybody are filtered by. */
export function useTokenFilters(): readonly Filter[] {
  const { kinds } = useConsole();
  return [
    { name: 'q', label: 'Name or owner', by: 'text' },
    { name: 'kind', label: 'Kind', by: 'choice', choices: kinds.map(({ kind, label }) => ({ value: kind, label })) },
    { name: 'state', label: 'State', by: 'choice', choices: states.map((value) => ({ value, label: value })) },
    { name: 'expiresBefore', label: 'Expires before', by: 'day' },
    { name: 'lastUsedBefore', label: 'Last used before', by: 'day' },
    { name: 'neverUsed', label: 'Use', by: 'choice', choices: uses },
    { name: 'ownerId', label: 'Owner', by: 'link', shown: (id) => <MemberName id={id} /> },
    { name: 'createdBy', label: 'Created by', by: 'link', shown: (id) => <MemberName id={id} /> },
  ];
}
