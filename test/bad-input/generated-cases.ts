import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import type { TestApp } from '../support/test-app.js';

export const seed = Number(process.env.KEYLEDGER_TEST_SEED ?? 20_301);

/** How many events there are that decided something; that a session was seen decides nothing. */
export async function decisionsOf(app: TestApp): Promise<number> {
  const all = await readEverything(app.get(EventStore), null);
  return all.filter(({ stream, type }) => !stream.startsWith('activity-') && type !== 'SessionSeen').length;
}
