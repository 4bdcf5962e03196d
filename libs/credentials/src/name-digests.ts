import { createHmac } from 'node:crypto';
import type { KeyFiles } from './key-files.js';

/** Keyed digests that keep names unique within an organization, so that the log never contains a name in the clear. */
export class NameDigests {
  readonly #key: Buffer;

  constructor({ emailDigestKey }: KeyFiles) {
    this.#key = emailDigestKey;
  }

  /** Of the form in which names are compared. 32 bytes, hex. */
  digest(organizationId: string, name: string): string {
    return createHmac('sha256', this.#key).update(`name\0${organizationId}\0`).update(comparableName(name)).digest('hex');
  }
}

/**
 * The form in which two names are compared: NFKC, lower case, each run of blanks as one, none at the ends, and without joiners. Names
 * that a reader would take for one have the same form.
 */
const comparableName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\u200c|\u200d/g, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim();
