import type { Writable } from 'node:stream';

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Style = keyof typeof codes;

/** Writes a text in a style; without a style, or without colours, it stays as it is. */
export type Paint = (style: Style | null, text: string) => string;

export const painted: Paint = (style, text) => (style === null ? text : `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m`);

/** @see hasColours */
export const paintOn = (stream: Writable & { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint =>
  hasColours(stream, environment) ? painted : (_, text) => text;

/** A terminal has colours unless it says that it has none; NO_COLOR takes them away (no-color.org), FORCE_COLOR adds them to pipes. */
export function hasColours({ isTTY }: { readonly isTTY?: boolean }, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return false;
  return FORCE_COLOR ? true : isTTY === true && TERM !== 'dumb';
}

const stateStyles: Readonly<Record<string, Style>> = {
  active: 'green',
  ok: 'green',
  suspended: 'yellow',
  disabled: 'yellow',
  warn: 'yellow',
  expired: 'red',
  revoked: 'red',
  erased: 'red',
  refused: 'red',
  fail: 'red',
};

/** The style of a word that says how something stands; null for other words. */
export const styleOfState = (word: string): Style | null => (Object.hasOwn(stateStyles, word) ? stateStyles[word] : null);
