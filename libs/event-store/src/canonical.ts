import { createHash, hash } from 'node:crypto';
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

/** An envelope may be as long as this, with what its digest is chained to before it. */
const linkBytes = Buffer.allocUnsafe(digestBytes + 256 * 1024);

/**
 * As `chain`, for those who read many events as text: digests are in lower-case hex, since the driver and Node make a text sooner than
 * a buffer. What is longer than an envelope can be is cut off, and so has another digest than it was stored with.
 */
export function chainText(previousDigest: string, text: string): string {
  linkBytes.write(previousDigest, 0, 'hex');
  const end = digestBytes + linkBytes.write(text, digestBytes);
  return hash('sha256', linkBytes.subarray(0, end), 'hex');
}
