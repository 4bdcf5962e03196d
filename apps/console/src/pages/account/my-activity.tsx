import { useFilters } from '../../api/use-filters.js';
import { activityQuery } from '../../parts/activity.queries.js';
import { ActivityTable } from '../../parts/activity-table.js';
import { EventDialog } from '../../parts/event-dialog.js';
import { clearing, type Filter, FilterBar } from '../../parts/filter-bar.js';
import { Page } from '../../parts/page.js';
import { NameOf } from '../activity/name-of.js';

const filters: readonly Filter[] = [
  { name: 'q', label: 'Name or address', by: 'text' },
  { name: 'credential', label: 'With', by: 'link', shown: (id) => <NameOf id={id} /> },
];

/** What the person did, and what others did to them, to their tokens and keys. */
export function MyActivity() {
  const of = useFilters();
  const { q, credential } = of.search;
  return (
    <Page
      title="My activity"
      place={['Account & Settings']}
      about={<p>What you did, and what was done to you, your tokens and your keys, by others as well; the newest first.</p>}
    >
      <FilterBar filters={filters} of={of} />
      <ActivityTable
        label="My activity"
        query={activityQuery({ scope: 'own', q, credential })}
        onClearFilters={clearing(filters, of)}
        empty={<p>Nothing has happened yet.</p>}
      />
      <EventDialog />
    </Page>
  );
}
