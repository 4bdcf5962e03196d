import type { Installation } from '#installation/installation';
import type { Logger } from '#installation/logger';
import { Announcements } from './edge/http/announcements.js';
import type { ActivityRecorder } from './features/activity/activity-recorder.js';
import { RefusedAttempts } from './features/activity/refused-attempts.js';
import { SessionActivity } from './features/sessions/session-activity.js';
import { LastUses } from './features/tokens/last-uses.js';

/** What the edge announces, and the features that listen: it does not know them, so they are introduced here. */
export function announcementsAndListeners(installation: Installation, activity: ActivityRecorder, logger: Logger) {
  const { config, clock, ledger, validity, personalData, uses } = installation;
  const announcements = new Announcements(logger);
  new SessionActivity(ledger, clock, logger, config).listenTo(announcements);
  const lastUses = new LastUses(validity.tokens, uses, personalData);
  lastUses.listenTo(announcements, clock);
  const attempts = new RefusedAttempts(activity, personalData, clock, validity);
  attempts.listenTo(announcements);
  return { announcements, lastUses, attempts };
}
