const authorization = 'authorization';
const apiKey = 'x-api-key';

/** The credential in the headers of a request; a cookie is not one of them. */
export type HeaderCredential<Scheme extends string> =
  | { readonly is: 'none' }
  /** Nobody knows which of them was meant. */
  | { readonly is: 'several' }
  /** The text in `Authorization`, or in `X-API-Key` if `isKey`, does not have the form that is read here. */
  | { readonly is: 'unusable'; readonly isKey: boolean; readonly value: string }
  | { readonly is: 'credential'; readonly scheme: Scheme; readonly text: string };

/** What one surface reads of them. */
export interface HeaderRules<Scheme extends string> {
  /** What a scheme word in `Authorization` means; null for a word that is not read here. */
  readonly schemeOf: (word: string) => Scheme | null;
  /** What a bare text in `X-API-Key` means, and whether it wins over `Authorization`; null where that header is ignored. */
  readonly key: { readonly schemeOf: (text: string) => Scheme; readonly wins: boolean } | null;
  /** What the two usual scheme words mean in their usual spelling, computed once. */
  readonly usual: { readonly bearer: Scheme | null; readonly token: Scheme | null };
}

export const rulesOf = <Scheme extends string>(
  schemeOf: HeaderRules<Scheme>['schemeOf'],
  key: HeaderRules<Scheme>['key'],
): HeaderRules<Scheme> => ({ schemeOf, key, usual: { bearer: schemeOf('Bearer'), token: schemeOf('Token') } });

export const isJwtShaped = (text: string) => text.split('.').length === 3;
export const schemeOfKey = (text: string) => (isJwtShaped(text) ? 'bearer' : 'token');

const schemes = { bearer: 'bearer', token: 'token' } as const;

/** The native surface: scheme words in any case (RFC 9110 §11.1), and one credential in all. */
export const ownRules = rulesOf<'bearer' | 'token'>((word) => schemes[word.toLowerCase() as keyof typeof schemes] ?? null, {
  schemeOf: schemeOfKey,
  wins: false,
});

/** Surfaces that take no credential from headers; several are refused there, too. */
export const noRules = rulesOf<never>(() => null, null);

const none = { is: 'none' } as const;
const several = { is: 'several' } as const;

/**
 * The one reader of credentials in headers, for pre-router handlers, router and dialects: `Authorization: <scheme> <text>` or `X-API-Key:
 * <text>`, where the text is visible ASCII without a comma. It reads the raw header lines, because Node drops the second of two.
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

/** The two usual spellings are tried first, because a regular expression costs as much as the rest of this function. */
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
 * Of the blanks that a header may hold, Node leaves space, tab and no-break space. Other characters beyond ASCII are left to the verdict,
 * since no credential has one and looking at each character costs more than the rest of this function.
 */
const isText = (value: string, from: number) =>
  value.length > from &&
  value.indexOf(' ', from) < 0 &&
  value.indexOf(',', from) < 0 &&
  value.indexOf('\t', from) < 0 &&
  value.indexOf('\u00a0', from) < 0;
