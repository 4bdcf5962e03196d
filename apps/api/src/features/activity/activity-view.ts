import type { RefusedAttempt } from '#domain/activity';
import type { ActivityEntry } from '#projections/read-models/models/activity-log';
import { positionText } from '../../edge/http/position.hook.js';

/** What somebody or something is called, whose id stands in an entry. */
export interface Named {
  readonly kind: 'user' | 'service-account' | 'token' | 'verifier';
  readonly name: string | null;
  /** Of people. */
  readonly email?: string | null;
}

export interface ActivityView {
  readonly id: string;
  readonly position: string;
  readonly occurredAt: string;
  readonly type: string;
  readonly stream: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly credentialId: string | null };
  readonly requestId: string | null;
  /** What the event says, without sealed texts and without the digests that credentials are recognised by. */
  readonly details: Record<string, unknown>;
  /** Where names are asked for: of all whose ids stand in the entry, by id, as far as the caller sees them in lists. */
  readonly names?: Readonly<Record<string, Named>>;
}

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
