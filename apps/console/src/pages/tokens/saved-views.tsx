import { Link } from '@tanstack/react-router';
import { isoIn } from '../../api/clock.js';
import type { Search } from '../../api/search.js';

const dayMs = 86_400_000;

/** The day that is so many days from now, in UTC. */
const day = (days: number) => isoIn(days * dayMs).slice(0, 10);

const views = (): readonly (readonly [string, Search])[] => [
  ['Expire in 30 days', { state: 'active', expiresBefore: day(31), sort: 'expiresAt' }],
  ['Unused 90 days', { state: 'active', lastUsedBefore: day(-90) }],
  ['Never used', { state: 'active', neverUsed: 'true' }],
  ['Legacy', { kind: 'legacy' }],
  ['Suspended', { state: 'suspended' }],
];

/** Filters that are often wanted, each as a link. */
export const SavedViews = () => (
  <nav aria-label="Saved views">
    <ul className="saved-views">
      {views().map(([label, search]) => (
        <li key={label}>
          <Link to="/organization/tokens" search={search} activeOptions={{ exact: true }}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);
