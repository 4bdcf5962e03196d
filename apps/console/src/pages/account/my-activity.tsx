import { activityQuery } from '../../parts/activity.queries.js';
import { ActivityTable } from '../../parts/activity-table.js';
import { EventDialog } from '../../parts/event-dialog.js';
import { Page } from '../../parts/page.js';

/** What the person did, and what others did to them, to their tokens and keys. */
export function MyActivity() {
  return (
    <Page
      title="My activity"
      place={['Account & Settings']}
      about={<p>What you did, and what was done to you, your tokens and your keys, by others as well; the newest first.</p>}
    >
      <ActivityTable label="My activity" query={activityQuery({ scope: 'own' })} empty={<p>Nothing has happened yet.</p>} />
      <EventDialog />
    </Page>
  );
}
