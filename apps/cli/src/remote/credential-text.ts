import { CliFailure } from '../exit-codes.js';

/** What a text may hold by mistake, with the sentence that says so; the first that applies is told. */
const mistakes = [
  [/^$/, 'holds no credential: it is empty'],
  [/[\0\ufffd]/, 'holds no text in UTF-8; some editors and shells write UTF-16'],
  [/[\n\r\u2028\u2029]/, 'holds several lines, and a credential is one'],
  [/^["'\u2018-\u201f]|["'\u2018-\u201f]$/, 'holds a credential in quotation marks: leave them out'],
  [/^(bearer|token)\s/i, 'begins with the scheme of a header: leave out all but the credential'],
  [/\s/, 'holds a blank, and no credential does'],
  [/[^\x21-\x7e]/, 'holds a character that no credential has; it may be invisible'],
] as const;

/**
 * Returns the credential in a text from `source`, without the line ends, blanks and byte-order mark around it.
 *
 * @throws CliFailure for a text that cannot be a credential, which says what is wrong without repeating it
 */
export function credentialIn(text: string, source: string): string {
  const credential = text.trim();
  const mistake = mistakes.find(([form]) => form.test(credential));
  if (mistake) throw new CliFailure('usage', `${source} ${mistake[1]}.`);
  return credential;
}
