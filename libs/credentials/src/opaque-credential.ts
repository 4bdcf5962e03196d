import { randomBytes } from 'node:crypto';
import { crc32 } from './crc32.js';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumLength = 6;

/** The prefix of each kind and the length of its random part: 30 base62 characters carry 178 bits, 43 carry 256. */
const kinds = {
  'service-account': { prefix: 'kl_sa_', randomLength: 30 },
  session: { prefix: 'kl_se_', randomLength: 43 },
  'password-reset': { prefix: 'kl_pr_', randomLength: 30 },
  verifier: { prefix: 'kl_rs_', randomLength: 30 },
} as const;

export type OpaqueKind = keyof typeof kinds;

const forms = (Object.keys(kinds) as OpaqueKind[]).map((kind) => {
  const { prefix, randomLength } = kinds[kind];
  return { kind, prefix, length: prefix.length + randomLength + checksumLength };
});

/** Returns a new credential `<prefix><random><checksum>`; the checksum lets secret scanners and this service reject random text early. */
export function mintOpaque(kind: OpaqueKind): string {
  const { prefix, randomLength } = kinds[kind];
  const body = prefix + randomBase62(randomLength);
  return body + checksumOf(body);
}

/** The kind of credential whose form the text has, checksum included; null for any other text. Validity is not checked here. */
export function opaqueKindOf(text: string): OpaqueKind | null {
  for (const { kind, prefix, length } of forms) {
    if (text.length === length && text.startsWith(prefix)) return /^\w+$/.test(text) && hasChecksum(text) ? kind : null;
  }
  return null;
}

/** A new legacy token: 40 lower-case hex digits, 160 bits, as Label Studio's clients expect. */
export const mintLegacy = (): string => randomBytes(20).toString('hex');

/** Only the exact form is accepted: a text in upper case is another credential. */
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

/** The checksum is compared digit by digit, without allocating, since every request with such a credential passes here. */
function hasChecksum(text: string): boolean {
  let rest = crc32(text, text.length - checksumLength);
  for (let at = text.length - 1; at >= text.length - checksumLength; at -= 1) {
    // Division replaces `%`, which is slow on 32-bit numbers.
    const above = Math.floor(rest / 62);
    if (text.charCodeAt(at) !== alphabet.charCodeAt(rest - above * 62)) return false;
    rest = above;
  }
  return true;
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < checksumLength; i += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
