const authorization = 'authorization';
const apiKey = 'x-api-key';

/** What the headers of a request present; a cookie is none of them. */
export type HeaderCredential<Scheme extends string> =
  | { readonly is: 'none' }
  /** Nobody knows which of them was meant. */
  | { readonly is: 'several' }
  /** What stands in `Authorization`, or in `X-API-Key` if `isKey`, is not of the form that is read here. */
  | { readonly is: 'unusable'; readonly isKey: boolean; readonly value: string }
  | { readonly is: 'credential'; readonly scheme: Scheme; readonly text: string };

/** What one surface reads of them. */
export interface HeaderRules<Scheme extends string> {
  /** What a word before the text in `Authorization` means; null for one that is not read here. */
  readonly schemeOf: (word: string) => Scheme | null;
  /** How a bare text in `X-API-Key` was meant, and whether it counts before `Authorization`; null where that header is as if absent. */
  readonly key: { readonly schemeOf: (text: string) => Scheme; readonly wins: boolean } | null;
  /** What the two usual words mean, as they are usually written: found out once. */
  readonly usual: { readonly bearer: Scheme | null; readonly token: Scheme | null };
}

export const rulesOf = <Scheme extends string>(
  schemeOf: HeaderRules<Scheme>['schemeOf'],
  key: HeaderRules<Scheme>['key'],
): HeaderRules<Scheme> => ({ schemeOf, key, usual: { bearer: schemeOf('Bearer'), token: schemeOf('Token') } });

export const isJwtShaped = (text: string) => text.split('.').length === 3;
export const schemeOfKey = (text: string) => (isJwtShaped(text) ? 'bearer' : 'token');

const schemes = { bearer: 'bearer', token: 'token' } as const;

/** Of our own surface: scheme words in any case (RFC 9110 §11.1), and one credential in all. */
export const ownRules = rulesOf<'bearer' | 'token'>((word) => schemes[word.toLowerCase() as keyof typeof schemes] ?? null, {
  schemeOf: schemeOfKey,
  wins: false,
});

/** Of surfaces where no header is a credential: several are refused there, too. */
export const noRules = rulesOf<never>(() => null, null);

const none = { is: 'none' } as const;
const several = { is: 'several' } as const;

/**
 * The one reader of credentials in headers, for doors, router and dialects: `Authorization: <scheme> <text>` or `X-API-Key: <text>`,
 * where the text is of visible ASCII without a comma. From the lines as Node read them, which shows the second of two that it drops.
 */
export function headerCredential<Scheme extends string>(
  rawHeaders: readonly string[],
  rules: HeaderRules<Scheme>,
): HeaderCredential<Scheme> {
  let value: string | undefined;
  let key: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name.length !== authorization.length && name.length !== apiKey.length) continue;
    const known = name.toLowerCase();
    if (known === authorization) {
      if (value !== undefined) return several;
      value = rawHeaders[i + 1];
    } else if (known === apiKey && rules.key) {
      if (key !== undefined) return several;
      key = rawHeaders[i + 1];
    }
  }
  if (key === undefined || !rules.key) return value === undefined ? none : inAuthorization(value, rules);
  if (value !== undefined && !rules.key.wins) return several;
  if (!isText(key, 0)) return { is: 'unusable', isKey: true, value: key };
  return { is: 'credential', scheme: rules.key.schemeOf(key), text: key };
}

/** The two usual spellings first: a pattern costs as much as all the rest of this. */
function inAuthorization<Scheme extends string>(value: string, rules: HeaderRules<Scheme>): HeaderCredential<Scheme> {
  const at = value.startsWith('Bearer ') ? 6 : value.startsWith('Token ') ? 5 : 0;
  if (at > 0 && isText(value, at + 1)) {
    const scheme = at === 6 ? rules.usual.bearer : rules.usual.token;
    if (scheme) return { is: 'credential', scheme, text: value.slice(at + 1) };
  }
  const [, word = '', text = ''] = /^([^ \t]+)[ \t]+([\x21-\x2b\x2d-\x7e]+)$/.exec(value) ?? [];
  const scheme = rules.schemeOf(word);
  return scheme ? { is: 'credential', scheme, text } : { is: 'unusable', isKey: false, value };
}

/**
 * Of the blanks that a header may hold, a blank, a tab and a hard blank are left once Node has read it. Any other character beyond ASCII
 * is left to the verdict, for looking at each costs more than all the rest of this: no credential has one.
 */
const isText = (value: string, from: number) =>
  value.length > from &&
  value.indexOf(' ', from) < 0 &&
  value.indexOf(',', from) < 0 &&
  value.indexOf('\t', from) < 0 &&
  value.indexOf('\u00a0', from) < 0;
