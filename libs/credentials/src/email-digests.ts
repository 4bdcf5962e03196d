import { createHmac } from 'node:crypto';
import type { KeyFiles } from './key-files.js';

const lengthMax = 254;
const local = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Keyed digests by which people are found by e-mail address, so that the log never contains an address. */
export class EmailDigests {
  readonly #key: Buffer;

  constructor({ emailDigestKey }: KeyFiles) {
    this.#key = emailDigestKey;
  }

  /**
   * Returns the normalized form in which addresses are compared: trimmed, lower-case ASCII. Null for any other text, so that two addresses
   * that look alike (Kelvin sign, Cyrillic a, joiners, trailing dots) are never merged.
   */
  normalize(text: string): string | null {
    const trimmed = text.trim();
    // The check comes before lower-casing, which would turn a Kelvin sign into a k.
    if (!/^[\x21-\x7e]+$/.test(trimmed)) return null;
    const email = trimmed.toLowerCase();
    const at = email.lastIndexOf('@');
    const labels = email.slice(at + 1).split('.');
    const isAddress =
      email.length <= lengthMax &&
      at > 0 &&
      isLocalPart(email.slice(0, at)) &&
      labels.length > 1 &&
      labels.every((part) => label.test(part));
    return isAddress ? email : null;
  }

  /** Returns 32 bytes, hex. */
  digest(email: string): string {
    return createHmac('sha256', this.#key).update('email\0').update(email).digest('hex');
  }
}

const isLocalPart = (text: string) => local.test(text) && !text.startsWith('.') && !text.endsWith('.') && !text.includes('..');
