import { createHash } from 'node:crypto';
import { canonicalText } from './canonical-text.js';
import type { Envelope } from './envelope.js';

export const digestBytes = 32;

/** What the digest of the first event is chained to. */
export const genesisDigest = Buffer.alloc(digestBytes);

/**
 * RFC 8785 JSON of the envelope, as it is stored for ever and as the digest chain covers it.
 *
 * @throws TypeError when the envelope holds what JSON cannot
 */
export function canonicalEnvelope(envelope: Envelope): string {
  const { id, type, schemaVersion, critical, stream, revision, occurredAt, data, actor } = envelope;
  const { organizationId, correlationId, causationId, requestId } = envelope;
  const when = { occurredAt, organizationId, requestId, revision, schemaVersion, stream, type };
  try {
    return canonicalText({ actor, causationId, correlationId, critical, data, id, ...when });
  } catch (error) {
    throw new TypeError(`An event for ${stream} is not JSON: ${(error as Error).message}`);
  }
}

export const canonicalBytes = (envelope: Envelope): Buffer => Buffer.from(canonicalEnvelope(envelope), 'utf8');

export const chain = (previousDigest: Uint8Array, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(previousDigest).update(bytes).digest();
