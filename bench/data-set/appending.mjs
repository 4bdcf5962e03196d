import { eventTypes } from '#domain/events';
import { NO_STREAM } from '#event-store/event-store';
import { draftOf } from '#event-store/origin';

const inFlight = 1000;

/**
 * Appends the first events of `count` streams, with so many appends in flight that they share syncs. `begin(i)` returns `{stream, events,
 * origin}`.
 */
export async function appendStreams({ store, clock }, count, begin) {
  for (let from = 0; from < count; from += inFlight) {
    const group = Array.from({ length: Math.min(inFlight, count - from) }, (_, i) => begin(from + i));
    await Promise.all(
      group.map(({ stream, events, origin }) =>
        store.append(
          stream,
          NO_STREAM,
          events.map((event) => draftOf(event, eventTypes, origin, clock)),
        ),
      ),
    );
  }
}
