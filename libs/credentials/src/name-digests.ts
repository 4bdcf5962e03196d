import { createHmac } from 'node:crypto';
import type { KeyFiles } from './key-files.js';

/** Keyed digests that keep names unique within an organization, so that the log never contains a name in the clear. */
export class NameDigests {
  readonly #key: Buffer;

  constructor({ emailDigestKey }: KeyFiles) {
    this.#key = emailDigestKey;
  }

  /** Names are compared trimmed and in Unicode normal form C; case counts. 32 bytes, hex. */
  digest(organizationId: string, name: string): string {
    return createHmac('sha256', this.#key).update(`name\0${organizationId}\0`).update(name.trim().normalize('NFC')).digest('hex');
  }
}
