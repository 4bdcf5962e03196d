import { randomBytes } from 'node:crypto';
import { type KeyFiles, keyBytes } from './key-files.js';
import { open, SealBroken, seal } from './sealed-box.js';
import type { Vault } from './vault.js';

const cachedKeysMax = 50_000;

/** Where a sealed text stands: it opens nowhere else. */
export interface Place {
  readonly stream: string;
  readonly field: string;
}

type SealPlace = Place & { readonly schemaVersion: number };

/** The subject's key was destroyed, and nothing more can be sealed under it. */
export class SubjectErased extends Error {
  constructor(subject: string) {
    super(`The personal data of ${subject} was erased.`);
  }
}

/**
 * Seals what is personal under a data key per subject (`user-<id>`, `day-<date>`, …), so that destroying one key erases a person
 * from the log, from every read model and from every backup of them.
 */
export class PersonalData {
  readonly #vault: Vault;
  readonly #keyEncryptionKey: Buffer;
  readonly #keys = new Map<string, Buffer>();

  constructor(vault: Vault, { keyEncryptionKey }: KeyFiles) {
    this.#vault = vault;
    this.#keyEncryptionKey = keyEncryptionKey;
  }

  /**
   * `s1.<subject>.<schemaVersion>.<base64url>`; the key exists durably before the text that needs it is returned.
   * @throws SubjectErased
   */
  async seal(subject: string, place: SealPlace, text: string): Promise<string> {
    return this.#sealUnder((await this.#key(subject)) ?? (await this.#createKey(subject)), subject, place, text);
  }

  /** The same, but asks the vault for the key also where it is at hand: how long it takes tells nobody who was sealed for lately. */
  async sealAskingVault(subject: string, place: SealPlace, text: string): Promise<string> {
    const wrapped = await this.#vault.dataKey(subject);
    const key = wrapped === undefined ? await this.#createKey(subject) : this.#unwrap(subject, wrapped);
    return this.#sealUnder(key, subject, place, text);
  }

  #sealUnder(key: Buffer, subject: string, { stream, field, schemaVersion }: SealPlace, text: string): string {
    const sealed = seal(key, Buffer.from(text, 'utf8'), contextOf(subject, stream, field, schemaVersion));
    return `s1.${subject}.${schemaVersion}.${sealed.toString('base64url')}`;
  }

  /** The text, or null once its subject was erased. @throws SealBroken when it was changed or stands elsewhere */
  async open(sealed: string, { stream, field }: Place): Promise<string | null> {
    const [format, subject, version, bytes] = sealed.split('.');
    if (format !== 's1' || !bytes) throw new SealBroken();
    const key = await this.#key(subject).catch((error) => {
      if (error instanceof SubjectErased) return null;
      throw error;
    });
    return key ? open(key, Buffer.from(bytes, 'base64url'), contextOf(subject, stream, field, Number(version))).toString('utf8') : null;
  }

  /** Destroys the subject's key. Everything sealed under it is noise from now on, everywhere. */
  async erase(subject: string): Promise<void> {
    this.#keys.get(subject)?.fill(0);
    this.#keys.delete(subject);
    await this.#vault.eraseDataKey(subject);
    // A reader that asked the vault just before may have put the key back.
    this.#keys.delete(subject);
  }

  async #key(subject: string): Promise<Buffer | null> {
    const cached = this.#keys.get(subject);
    if (cached) return cached;
    const wrapped = await this.#vault.dataKey(subject);
    return wrapped === undefined ? null : this.#unwrap(subject, wrapped);
  }

  async #createKey(subject: string): Promise<Buffer> {
    const wrapped = await this.#vault.createDataKey(subject, seal(this.#keyEncryptionKey, randomBytes(keyBytes), subject));
    return this.#unwrap(subject, wrapped);
  }

  #unwrap(subject: string, wrapped: Buffer | 'erased'): Buffer {
    if (wrapped === 'erased') throw new SubjectErased(subject);
    const key = open(this.#keyEncryptionKey, wrapped, subject);
    if (this.#keys.size >= cachedKeysMax) this.#keys.delete(this.#keys.keys().next().value as string);
    this.#keys.set(subject, key);
    return key;
  }
}

const contextOf = (subject: string, stream: string, field: string, schemaVersion: number) =>
  JSON.stringify([stream, field, schemaVersion, subject]);
