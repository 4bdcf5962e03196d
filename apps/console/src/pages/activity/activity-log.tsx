import { useState } from 'react';
import { useCan } from '../../api/use-console.js';
import { type Filters, useFilters } from '../../api/use-filters.js';
import { activityQuery } from '../../parts/activity.queries.js';
import { ActivityTable } from '../../parts/activity-table.js';
import { EventDialog } from '../../parts/event-dialog.js';
import { typeInWords } from '../../parts/event-types.js';
import { clearing, type Filter, FilterBar, valuesOf } from '../../parts/filter-bar.js';
import { Page } from '../../parts/page.js';
import { exactTime } from '../../parts/time.js';
import { ExportActivity } from './export-activity.js';
import { LiveTail } from './live-tail.js';
import { NameOf } from './name-of.js';
import { TimeFilter } from './time-filter.js';
import { TypeFilter } from './type-filter.js';

const who = (id: string) => <NameOf id={id} />;
const inUtc = (time: string) => exactTime(time, 'UTC');

const filters: readonly Filter[] = [
  { name: 'q', label: 'Name or address', by: 'text' },
  { name: 'actor', label: 'By', by: 'link', shown: who },
  { name: 'subject', label: 'About', by: 'link', shown: who },
  { name: 'credential', label: 'With', by: 'link', shown: who },
  { name: 'type', label: 'Event', by: 'link', shown: typeInWords },
  { name: 'requestId', label: 'Request id', by: 'text' },
  { name: 'from', label: 'From', by: 'link', shown: inUtc },
  { name: 'to', label: 'Before', by: 'link', shown: inUtc },
];

/** What the address narrows the log down to. */
const askedBy = ({ search }: Filters) => Object.fromEntries(filters.map(({ name }) => [name, search[name]]));

/** Narrows down by one more; several types may stand beside each other. */
const narrow = (of: Filters) => (member: string, value: string) =>
  of.set({ [member]: member === 'type' ? [...new Set([...valuesOf(of.search, 'type'), value])] : value });

/** Everything that happened in the organization, as far as the person may see it. */
export function ActivityLog() {
  const can = useCan();
  const of = useFilters();
  const [isExporting, setExporting] = useState(false);
  const query = activityQuery(askedBy(of));
  const exporting = can('GET /v1/activity/replay') && (
    <button type="button" onClick={() => setExporting(true)}>
      Export
    </button>
  );
  return (
    <Page title="Activity log" about={<p>Who did what, to whom, and when; the newest first.</p>} acts={exporting}>
      <FilterBar filters={filters} of={of}>
        <TypeFilter chosen={valuesOf(of.search, 'type')} onChoose={(type) => of.set({ type })} />
        <TimeFilter from={valuesOf(of.search, 'from')[0]} to={valuesOf(of.search, 'to')[0]} onChoose={of.set} />
      </FilterBar>
      <LiveTail query={query} />
      <ActivityTable
        label="Activity log"
        query={query}
        onNarrow={narrow(of)}
        onClearFilters={clearing(filters, of)}
        empty={<p>Nothing has happened yet.</p>}
      />
      <EventDialog />
      {isExporting && <ExportActivity filters={filters} asked={askedBy(of)} onClose={() => setExporting(false)} />}
    </Page>
  );
}
