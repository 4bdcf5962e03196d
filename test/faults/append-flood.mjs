import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';

// A process that appends as fast as it can, three events at a time, and says so on standard output once each append is answered.
const writers = 16;
const eventsPerAppend = 3;

const store = await EmbeddedEventStore.open({ directory: process.argv[2] });
await Promise.all(Array.from({ length: writers }, write));

async function write() {
  for (;;) {
    const stream = `flood-${randomUUID()}`;
    const events = Array.from({ length: eventsPerAppend }, () => eventOf(randomUUID()));
    await store.append(stream, -1, events);
    writeSync(1, `${stream} ${events.map(({ id }) => id).join(' ')}\n`);
  }
}

function eventOf(id) {
  const origin = { actor: { kind: 'system', id: 'flood' }, organizationId: null, correlationId: id, causationId: null, requestId: null };
  const occurredAt = '2030-01-01T00:00:00.000Z';
  return { id, type: 'SomethingHappened', schemaVersion: 1, critical: false, occurredAt, data: { text: 'x'.repeat(200) }, ...origin };
}
