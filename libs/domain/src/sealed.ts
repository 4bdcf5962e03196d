declare const seal: unique symbol;

/**
 * A text that a person typed, or that says where one was, sealed under a key that can be destroyed. Events carry no such text in any other
 * form. Only what seals makes one, so a text as it was typed does not compile where this is asked for.
 */
export type Sealed = string & { readonly [seal]: true };

/** All sealed texts of one stream: sealing, storing and opening go through `fields`, so none can be left out. */
export interface SealedTexts<Texts> {
  readonly stream: string;
  /** Names the data key. */
  readonly subject: string;
  readonly fields: readonly (keyof Texts & string)[];
}

/** The names of the members of `Texts`: one that is missing, or is none, does not compile. */
export const fieldsOf = <Texts>(all: Readonly<Record<keyof Texts & string, true>>) => Object.keys(all) as (keyof Texts & string)[];

/** The same texts as those see them who may read them: null where there is none, and once the subject was erased. */
export type Opened<Texts> = { readonly [Field in keyof Texts]-?: string | null };

/** What opening them all will give, while they are at hand as they were typed. */
export const asOpened = <Texts>({ fields }: SealedTexts<Texts>, typed: Partial<Opened<NoInfer<Texts>>>): Opened<Texts> =>
  Object.fromEntries(fields.map((field) => [field, typed[field] ?? null])) as Opened<Texts>;

/** The texts of a stream among all that its event has, for anyone who stores them. */
export const storedTexts = <Texts>({ fields }: SealedTexts<Texts>, event: NoInfer<Texts>): string =>
  JSON.stringify(Object.fromEntries(fields.map((field) => [field, event[field]])));
