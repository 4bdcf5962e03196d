import { eventTypes } from '#domain/events';
import { NO_STREAM } from '#event-store/event-store';
import { draftOf } from '#event-store/origin';

const inFlight = 1000;

/** Appends the events that begin `count` streams, so many at once that they share the syncs. `begin(i)` is `{stream, events, origin}`. */
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
