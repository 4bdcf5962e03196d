import type { Installation } from '#installation/installation';
import type { Log } from '#installation/log';
import type { RefusedAttempts } from './activity/refused-attempts.js';
import { Announcements } from './http/announcements.js';
import { SessionActivity } from './sessions/session-activity.js';
import type { LastUses } from './tokens/last-uses.js';

/** What the edge announces, and the features that listen: it does not know them, so they are introduced here. */
export function announcementsFor(installation: Installation, log: Log, lastUses: LastUses, attempts: RefusedAttempts): Announcements {
  const { ledger, clock, config } = installation;
  const announcements = new Announcements(log);
  new SessionActivity(ledger, clock, log, config).listenTo(announcements);
  lastUses.listenTo(announcements, clock);
  attempts.listenTo(announcements);
  return announcements;
}
