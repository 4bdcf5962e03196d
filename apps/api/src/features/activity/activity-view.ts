import type { ActivityEntry } from '#projections/read-models/models/activity-log';
import { positionText } from '../../edge/http/position.hook.js';

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
}

const isSealed = (value: unknown) => typeof value === 'string' && value.startsWith('s1.');
const unshown = new Set(['kept', 'lookup', 'previousLookup', 'emailDigest', 'nameDigest', 'passwordId', 'vaultId']);

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
