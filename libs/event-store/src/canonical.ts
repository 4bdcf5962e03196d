import { createHash, hash } from 'node:crypto';
import { canonicalText } from './canonical-text.js';
import type { Envelope } from './envelope.js';

export const digestBytes = 32;

/** The digest that the first event is chained to. */
export const genesisDigest = Buffer.alloc(digestBytes);

/**
 * Returns the canonical JSON (RFC 8785) of the envelope, as it is stored for ever and covered by the hash chain.
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

/** Returns the canonical text (RFC 8785) in UTF-8. @throws TypeError when the envelope is not JSON */
export const canonicalBytes = (envelope: Envelope): Buffer => Buffer.from(canonicalEnvelope(envelope), 'utf8');

/** Returns SHA-256 of the previous digest and the bytes behind it, the digest that a row stores. */
export const chain = (previousDigest: Uint8Array, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(previousDigest).update(bytes).digest();

/** A buffer for the previous digest and the longest envelope that may be stored. */
const linkBytes = Buffer.allocUnsafe(digestBytes + 256 * 1024);

/**
 * Like `chain`, for readers of many events: digests are lower-case hex, since the driver and Node make a text faster than a buffer. A text
 * longer than the largest envelope is cut off, and so gets a digest other than the stored one.
 */
export function chainText(previousDigest: string, text: string): string {
  linkBytes.write(previousDigest, 0, 'hex');
  const end = digestBytes + linkBytes.write(text, digestBytes);
  return hash('sha256', linkBytes.subarray(0, end), 'hex');
}
