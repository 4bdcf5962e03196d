import type { Installation } from '#installation/installation';
import type { Log } from '#installation/log';
import { Announcements } from './edge/http/announcements.js';
import type { RefusedAttempts } from './features/activity/refused-attempts.js';
import { SessionActivity } from './features/sessions/session-activity.js';
import type { LastUses } from './features/tokens/last-uses.js';

/** What the edge announces, and the features that listen: it does not know them, so they are introduced here. */
export function announcementsFor(installation: Installation, log: Log, lastUses: LastUses, attempts: RefusedAttempts): Announcements {
  const { ledger, clock, config } = installation;
  const announcements = new Announcements(log);
  new SessionActivity(ledger, clock, log, config).listenTo(announcements);
  lastUses.listenTo(announcements, clock);
  attempts.listenTo(announcements);
  return announcements;
}
