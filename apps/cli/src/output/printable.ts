/** Joiners shape letters and emoji, and are part of names; everything else in \p{C} is invisible, moves the cursor, or turns the text. */
const control = /(?![\n\u200c\u200d])\p{C}/gu;

/** A text with a mark in the place of each control character: texts of others must not move the cursor, colour or reverse the output. */
export const printable = (text: string): string => text.replace(control, '\ufffd');

/** The same of a document, in which control characters stay legible as the escapes of JSON: JSON means the same with them. */
export const escaped = (text: string): string => text.replace(control, (found) => [...found].map(escapeOf).join(''));

const escapeOf = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
