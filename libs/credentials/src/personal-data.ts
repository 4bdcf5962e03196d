import { randomBytes } from 'node:crypto';
import type { Opened, Sealed, SealedTexts } from '#domain/sealed';
import { type KeyFiles, keyBytes } from './key-files.js';
import { open, SealBroken, seal } from './sealed-box.js';
import type { Vault } from './vault.js';

const cachedKeysMax = 50_000;

/** The place of a sealed text, to which it is bound: it cannot be opened in another stream or field. */
export interface Place {
  readonly stream: string;
  readonly field: string;
}

/** The same members, sealed; a value that is not a text, or is empty, stays as it is. */
export type SealedOf<Typed> = { readonly [Field in keyof Typed]: Sealed | Exclude<Typed[Field], string> };

type Typed<Texts> = { readonly [Field in keyof Texts]?: string | null };

/** Forbids every member of `Given` that `Wanted` does not have. */
type NoOthers<Wanted, Given> = { readonly [Field in Exclude<keyof Given, keyof Wanted>]: never };

/** Every sealed text since the first release contains this number. */
const schemaVersion = 1;

type SealPlace = Place & { readonly schemaVersion: number };

/** The subject's key was destroyed, so nothing can be sealed under it any more. */
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
   * Returns `s1.<subject>.<schemaVersion>.<base64url>`; the key is on stable storage before the text is returned.
   *
   * @throws SubjectErased
   */
  async seal(subject: string, place: SealPlace, text: string): Promise<Sealed> {
    return this.#sealUnder((await this.#key(subject)) ?? (await this.#createKey(subject)), subject, place, text);
  }

  /**
   * Like `seal`, but reads the key from the vault even when it is cached, so that the response time does not reveal for whom a text was
   * sealed lately.
   */
  async sealAskingVault(subject: string, place: SealPlace, text: string): Promise<Sealed> {
    const wrapped = await this.#vault.dataKey(subject);
    const key = wrapped === undefined ? await this.#createKey(subject) : this.#unwrap(subject, wrapped);
    return this.#sealUnder(key, subject, place, text);
  }

  #sealUnder(key: Buffer, subject: string, { stream, field, schemaVersion }: SealPlace, text: string): Sealed {
    const sealed = seal(key, Buffer.from(text, 'utf8'), contextOf(subject, stream, field, schemaVersion));
    return `s1.${subject}.${schemaVersion}.${sealed.toString('base64url')}` as Sealed;
  }

  /**
   * Seals all texts that somebody typed for the stream; passing a member that is no text of the stream does not compile. An absent member
   * stays absent, and an empty text counts as none.
   *
   * @throws SubjectErased
   */
  async sealAll<Texts, Given extends Typed<Texts>>(
    of: SealedTexts<Texts>,
    typed: Given & NoOthers<Texts, Given>,
  ): Promise<SealedOf<Given>> {
    const { stream, subject, fields } = of;
    const sealed = fields.map(async (field) => {
      const text = (typed as Typed<Texts>)[field];
      return [
        field,
        text ? await this.seal(subject, { stream, field, schemaVersion }, text) : text === undefined ? undefined : null,
      ] as const;
    });
    return Object.fromEntries((await Promise.all(sealed)).filter(([, text]) => text !== undefined)) as SealedOf<Given>;
  }

  /** Returns the stream's texts as they were typed. @throws SealBroken */
  async openAll<Texts>({ stream, fields }: SealedTexts<Texts>, sealed: Partial<NoInfer<Texts>>): Promise<Opened<Texts>> {
    const opened = fields.map(async (field) => {
      const text = sealed[field] as Sealed | null | undefined;
      return [field, text ? await this.open(text, { stream, field }) : null] as const;
    });
    return Object.fromEntries(await Promise.all(opened)) as Opened<Texts>;
  }

  /** Returns the text, or null once its subject was erased. @throws SealBroken when the text was changed or moved to another place */
  async open(sealed: string, { stream, field }: Place): Promise<string | null> {
    const [format, subject, version, bytes] = sealed.split('.');
    if (format !== 's1' || !bytes) throw new SealBroken();
    const key = await this.#key(subject).catch((error) => {
      if (error instanceof SubjectErased) return null;
      throw error;
    });
    return key ? open(key, Buffer.from(bytes, 'base64url'), contextOf(subject, stream, field, Number(version))).toString('utf8') : null;
  }

  /** Destroys the subject's key, so that everything sealed under it becomes unreadable, everywhere. */
  async erase(subject: string): Promise<void> {
    this.#keys.get(subject)?.fill(0);
    this.#keys.delete(subject);
    await this.#vault.eraseDataKey(subject);
    // A concurrent reader may have cached the key again meanwhile.
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
