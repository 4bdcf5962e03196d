import { type Actor, actorKinds, type Recorded } from '#event-store/envelope';
import { anything, either, flag, id, integer, type MembersOf, mapOf, object, oneOf, text, time } from '../../edge/http/schema.js';

const RecordedActor = object('RecordedActor', {
  kind: oneOf(actorKinds),
  id: text(id.example),
  credentialId: id.optional(),
} satisfies MembersOf<Actor>);

const RecordedEvent = object('RecordedEvent', {
  id,
  type: text('TokenRevoked'),
  schemaVersion: integer(1),
  critical: flag(true).about('A reader of validity that does not know this type refuses everything on the stream.'),
  occurredAt: time,
  data: mapOf(anything('owner'), 'by').about('What happened, as docs/reference/events.md names its members.'),
  actor: RecordedActor,
  organizationId: id.orNull(),
  correlationId: text(id.example),
  causationId: text(id.example).orNull(),
  requestId: text('req-7').orNull(),
  stream: text('token-01938c5e-7c00-7000-8000-000000000001'),
  revision: integer(1),
  position: text('1-42'),
  opened: mapOf(anything('Nightly export'), 'name')
    .optional()
    .about('Where it is asked for: the sealed texts that can still be opened, at their places in `data`.'),
} satisfies MembersOf<Omit<Recorded, 'position'> & { position: string; opened?: Record<string, unknown> }>);

const WithheldEvents = object('WithheldEvents', {
  withheld: oneOf([true]),
  from: text('1-40').orNull().about('Null at the beginning of the log.'),
  to: text('1-42'),
});

/** One line of a replay: an event or, where gaps are asked for, that events of others lie between two of ours. */
export const ReplayLine = either(RecordedEvent, WithheldEvents);
