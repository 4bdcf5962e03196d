declare const seal: unique symbol;

/**
 * A text that a person typed, or that says where a person was, encrypted under a key that can be destroyed. Events carry such texts in no
 * other form. Only sealing produces this type, so passing a plain text does not compile.
 */
export type Sealed = string & { readonly [seal]: true };

/** All sealed texts of one stream. Sealing, storing and opening iterate over `fields`, so no text can be left out. */
export interface SealedTexts<Texts> {
  readonly stream: string;
  /** The subject whose data key seals the texts. */
  readonly subject: string;
  readonly fields: readonly (keyof Texts & string)[];
}

/** Returns the names of the members of `Texts`. A missing or a foreign name does not compile. */
export const fieldsOf = <Texts>(all: Readonly<Record<keyof Texts & string, true>>) => Object.keys(all) as (keyof Texts & string)[];

/** The same texts as an authorized reader sees them: null where there is none, and after the subject was erased. */
export type Opened<Texts> = { readonly [Field in keyof Texts]-?: string | null };

/** Returns what opening the sealed texts would give, built from the texts as they were typed. */
export const asOpened = <Texts>({ fields }: SealedTexts<Texts>, typed: Partial<Opened<NoInfer<Texts>>>): Opened<Texts> =>
  Object.fromEntries(fields.map((field) => [field, typed[field] ?? null])) as Opened<Texts>;

/** Returns the sealed texts of an event as JSON, for a read model to store. */
export const storedTexts = <Texts>({ fields }: SealedTexts<Texts>, event: NoInfer<Texts>): string =>
  JSON.stringify(Object.fromEntries(fields.map((field) => [field, event[field]])));
