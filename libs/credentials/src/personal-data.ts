import { randomBytes } from 'node:crypto';
import type { Opened, Sealed, SealedTexts } from '#domain/sealed';
import { type KeyFiles, keyBytes } from './key-files.js';
import { open, SealBroken, seal } from './sealed-box.js';
import type { Vault } from './vault.js';

const cachedKeysMax = 50_000;

/** Where a sealed text stands: it opens nowhere else. */
export interface Place {
  readonly stream: string;
  readonly field: string;
}

/** The same members, sealed; what is no text, or empty, is left as it is. */
export type SealedOf<Typed> = { readonly [Field in keyof Typed]: Sealed | Exclude<Typed[Field], string> };

type Typed<Texts> = { readonly [Field in keyof Texts]?: string | null };

/** What `Given` has beside the members of `Wanted`, which nothing may be. */
type NoOthers<Wanted, Given> = { readonly [Field in Exclude<keyof Given, keyof Wanted>]: never };

/** Stands in what is sealed since the first release, as one text for all of them. */
const schemaVersion = 1;

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
  async seal(subject: string, place: SealPlace, text: string): Promise<Sealed> {
    return this.#sealUnder((await this.#key(subject)) ?? (await this.#createKey(subject)), subject, place, text);
  }

  /** The same, but asks the vault for the key also where it is at hand: how long it takes tells nobody who was sealed for lately. */
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
   * Seals what somebody typed for the stream: all of it, for a member that is no text of the stream does not compile. What is absent
   * stays absent, and an empty text is none.
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

  /** The texts of the stream as somebody typed them. @throws SealBroken */
  async openAll<Texts>({ stream, fields }: SealedTexts<Texts>, sealed: Partial<NoInfer<Texts>>): Promise<Opened<Texts>> {
    const opened = fields.map(async (field) => {
      const text = sealed[field] as Sealed | null | undefined;
      return [field, text ? await this.open(text, { stream, field }) : null] as const;
    });
    return Object.fromEntries(await Promise.all(opened)) as Opened<Texts>;
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
