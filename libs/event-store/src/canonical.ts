import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Envelope } from './envelope.js';

export const digestBytes = 32;

/** What the digest of the first event is chained to. */
export const genesisDigest = Buffer.alloc(digestBytes);

/**
 * RFC 8785 JSON of the envelope, as it is stored for ever and as the digest chain covers it.
 *
 * @throws TypeError when the envelope holds what JSON cannot (a bigint, NaN, a function, an undefined member of an array)
 */
export function canonicalBytes(envelope: Envelope): Buffer {
  const { id, type, schemaVersion, critical, stream, revision, occurredAt, data, actor } = envelope;
  const { organizationId, correlationId, causationId, requestId } = envelope;
  const members = {
    id,
    type,
    schemaVersion,
    critical,
    stream,
    revision,
    occurredAt,
    data,
    actor,
    organizationId,
    correlationId,
    causationId,
    requestId,
  };
  let text: string | undefined;
  try {
    text = canonicalize(members);
  } catch (error) {
    throw new TypeError(`An event for ${stream} is not JSON: ${(error as Error).message}`);
  }
  if (text === undefined) throw new TypeError(`An event for ${stream} is not JSON.`);
  return Buffer.from(text, 'utf8');
}

export const chain = (previousDigest: Uint8Array, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(previousDigest).update(bytes).digest();
