import type { RefusedAttempt } from '#domain/activity';
import { kinds } from '#domain/token';
import type { ActivityEntry } from '#projections/read-models/models/activity-log';
import { positionText } from '../../edge/http/position.hook.js';
import { anything, flag, id, integer, list, mapOf, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';

/** What somebody or something is called, whose id stands in an entry. */
export const Named = object('Named', {
  kind: oneOf(['user', 'service-account', 'token', 'verifier']),
  name: text('Alice Ng').orNull(),
  email: text('alice@example.com').orNull().optional().about('Of people.'),
  tokenKind: oneOf(kinds).optional().about('Of tokens.'),
  ownerId: id.optional().about('Of tokens; the owner is named beside them.'),
});
export type Named = Shape<typeof Named>;

const ActivityActor = object('ActivityActor', { kind: text('user'), id: text(id.example), credentialId: id.orNull() });

export const ActivityView = object('ActivityView', {
  id,
  position: text('1-42'),
  occurredAt: time,
  type: text('TokenIssued'),
  stream: text('token-01938c5e-7c00-7000-8000-000000000001'),
  actor: ActivityActor,
  requestId: text('req-7').orNull(),
  details: mapOf(anything(2), 'generation').about(
    'What the event says, without sealed texts and without the digests that credentials are recognised by.',
  ),
  names: mapOf(Named, id.example)
    .optional()
    .about(
      'Where names are asked for: of all whose ids stand in the entry and of the owners of tokens among them, by id, as far as the ' +
        'caller sees them in lists.',
    ),
});
export type ActivityView = Shape<typeof ActivityView>;

/** What followed from the same request, and from which event it followed. */
const RelatedActivity = object('RelatedActivity', { ...ActivityView.members, causationId: id.orNull() });

/** An event with all that is known of it. */
export const ActivityEvent = object('ActivityEvent', {
  ...ActivityView.members,
  organizationId: text(id.example).orNull().about('`*` where the event concerns the whole installation.'),
  correlationId: text(id.example).about('Common to the events of one request and of all that followed from it.'),
  causationId: text(id.example).orNull().about('Id of the event that this one followed from.'),
  revision: integer(1).about('Its place in its stream, from 0 on.'),
  schemaVersion: integer(1),
  critical: flag(true).about('A reader of validity that does not know this type refuses everything on the stream.'),
  related: list(RelatedActivity).about('The events of the same request and what followed from it, newest first, 50 at most.'),
});
export type ActivityEvent = Shape<typeof ActivityEvent>;

const isSealed = (value: unknown) => typeof value === 'string' && value.startsWith('s1.');
const unshown = new Set(['check', 'keyChecks', 'kept', 'lookup', 'previousLookup', 'emailDigest', 'nameDigest', 'passwordId', 'vaultId']);

/** An entry as people see it. */
export function viewOf(entry: ActivityEntry, logId: string): ActivityView {
  const { id, position, occurred_at, type, stream, actor_kind, actor_id, credential_id, request_id, data } = entry;
  const shown = JSON.parse(data, (name, value) => (unshown.has(name) || isSealed(value) ? undefined : value));
  return {
    id,
    position: positionText(logId, BigInt(position)),
    occurredAt: occurred_at,
    type,
    stream,
    actor: { kind: actor_kind, id: actor_id, credentialId: credential_id },
    requestId: request_id,
    details: shown,
  };
}

/** A record of attempts that were refused, with those of them alone that are to be shown. */
export function withAttemptsOf(view: ActivityView, isShown: (attempt: RefusedAttempt) => boolean): ActivityView {
  const attempts = view.details.attempts as readonly RefusedAttempt[];
  return { ...view, details: { ...view.details, attempts: attempts.filter(isShown) } };
}
