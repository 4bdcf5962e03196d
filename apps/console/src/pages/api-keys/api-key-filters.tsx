import type { Filter } from '../../parts/filter-bar.js';
import { exactTime } from '../../parts/time.js';
import { stateFilter, usedFilter } from '../../parts/token-filters.js';
import { MemberName } from '../members/member-name.js';
import type { KeyScope } from './api-keys.queries.js';

const day = (value: string) => exactTime(value).slice(0, 11);

/** What narrows a list of keys down. The last ones are set by links from elsewhere. */
export const keyFilters = (scope: KeyScope): readonly Filter[] => [
  { name: 'q', label: scope === 'own' ? 'Name' : 'Name, or owner', by: 'text' },
  stateFilter(),
  usedFilter,
  { name: 'expiresBefore', label: 'Expires before', by: 'link', shown: day },
  { name: 'lastUsedBefore', label: 'Last used before', by: 'link', shown: day },
  ...(scope === 'own' ? [] : [{ name: 'ownerId', label: 'Owner', by: 'link', shown: (id: string) => <MemberName id={id} /> } as const]),
];
