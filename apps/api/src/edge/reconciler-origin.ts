import type { Origin } from '#event-store/origin';
import { newId } from './ids.js';

/** The origin of what the reconciler records, for which nobody asked. */
export function reconcilerOrigin(organizationId: string): Origin {
  return { actor: { kind: 'system', id: 'reconciler' }, organizationId, correlationId: newId(), causationId: null, requestId: null };
}
