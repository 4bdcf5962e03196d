import { createHmac } from 'node:crypto';
import type { KeyFiles } from './key-files.js';

const lengthMax = 254;
const local = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Finds people by e-mail address without the log ever naming one. */
export class EmailDigests {
  readonly #key: Buffer;

  constructor({ emailDigestKey }: KeyFiles) {
    this.#key = emailDigestKey;
  }

  /**
   * The one form in which addresses are compared: trimmed, lower-case ASCII. Anything else is no address here, so that two
   * that look alike (Kelvin sign, Cyrillic a, joiners, trailing dots) are never merged; null for those.
   */
  normalize(text: string): string | null {
    const trimmed = text.trim();
    // Before lower-casing, which would turn a Kelvin sign into a k.
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

  /** 32 bytes, hex. */
  digest(email: string): string {
    return createHmac('sha256', this.#key).update('email\0').update(email).digest('hex');
  }
}

const isLocalPart = (text: string) => local.test(text) && !text.startsWith('.') && !text.endsWith('.') && !text.includes('..');
