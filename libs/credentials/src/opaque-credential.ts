import { randomBytes } from 'node:crypto';
import { crc32 } from './crc32.js';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumLength = 6;

/** Prefix and length of the random part: 30 base62 characters carry 178 bits, 43 carry 256. */
const kinds = {
  'service-account': { prefix: 'kl_sa_', randomLength: 30 },
  session: { prefix: 'kl_se_', randomLength: 43 },
  'password-reset': { prefix: 'kl_pr_', randomLength: 30 },
  verifier: { prefix: 'kl_rs_', randomLength: 30 },
} as const;

export type OpaqueKind = keyof typeof kinds;

/** A new credential `<prefix><random><checksum>`; the checksum lets scanners and us tell it from random text early. */
export function mintOpaque(kind: OpaqueKind): string {
  const { prefix, randomLength } = kinds[kind];
  const body = prefix + randomBase62(randomLength);
  return body + checksumOf(body);
}

/** The kind that this text has the form of, checksum included; null for any other. Says nothing about validity. */
export function opaqueKindOf(text: string): OpaqueKind | null {
  for (const kind of Object.keys(kinds) as OpaqueKind[]) {
    const { prefix, randomLength } = kinds[kind];
    if (!text.startsWith(prefix)) continue;
    const body = text.slice(0, -checksumLength);
    const isWhole = text.length === prefix.length + randomLength + checksumLength && /^\w+$/.test(text);
    return isWhole && text.slice(-checksumLength) === checksumOf(body) ? kind : null;
  }
  return null;
}

/** A new legacy token: 40 lower-case hex digits, 160 bits, as Label Studio's clients expect. */
export const mintLegacy = (): string => randomBytes(20).toString('hex');

/** Exactly as minted: upper case is another text, and another text is another credential. */
export const isLegacy = (text: string): boolean => text.length === 40 && /^[0-9a-f]+$/.test(text);

/** Bytes from 248 on are thrown away: taking them modulo 62 would favour eight of the characters. */
function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}

function checksumOf(body: string): string {
  let rest = crc32(Buffer.from(body));
  let text = '';
  for (let i = 0; i < checksumLength; i += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
