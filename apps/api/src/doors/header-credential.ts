import type { Scheme } from '#domain/verdict';

interface HeaderCredential {
  readonly scheme: Extract<Scheme, 'bearer' | 'token'>;
  readonly credential: string;
}

const authorization = 'authorization';
const apiKey = 'x-api-key';

/**
 * The credential in the headers of a request, as Node read them line by line; never one in a cookie. Null for one that cannot be
 * used and for more than one, undefined for none.
 */
export function headerCredential(rawHeaders: readonly string[]): HeaderCredential | null | undefined {
  let value: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name.length !== authorization.length && name.length !== apiKey.length) continue;
    const known = name.toLowerCase();
    if (known !== authorization && known !== apiKey) continue;
    if (value !== undefined || known === apiKey) return null;
    value = rawHeaders[i + 1];
  }
  return value === undefined ? undefined : credentialIn(value);
}

/** The two usual spellings first: a pattern costs as much as all the rest of this. */
function credentialIn(value: string): HeaderCredential | null {
  if (value.startsWith('Bearer ') && isOneWord(value, 7)) return { scheme: 'bearer', credential: value.slice(7) };
  if (value.startsWith('Token ') && isOneWord(value, 6)) return { scheme: 'token', credential: value.slice(6) };
  const match = /^(bearer|token)[ \t]+([\x21-\x7e]+)$/i.exec(value);
  return match && { scheme: match[1].toLowerCase() as HeaderCredential['scheme'], credential: match[2] };
}

/** Of the blanks that a header may hold, a blank, a tab and a hard blank are left once Node has read it. */
const isOneWord = (value: string, from: number) =>
  value.length > from && value.indexOf(' ', from) < 0 && value.indexOf('\t', from) < 0 && value.indexOf('\u00a0', from) < 0;
