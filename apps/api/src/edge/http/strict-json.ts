import { isUtf8 } from 'node:buffer';
import { visit } from 'jsonc-parser';

const depthMax = 20;
/** Some editors and shells put it before what they write as UTF-8; it is no part of the text. */
const byteOrderMark = '\ufeff';
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Why a body was refused; the text is safe to show. */
export class JsonRefused extends Error {}

/** Whether an object has an own member that later pipes would silently strip. */
export const hasPrototypeKey = (members: unknown): boolean =>
  typeof members === 'object' && members !== null && Object.keys(members).some((name) => prototypeKeys.has(name));

/**
 * Parses a request body. It refuses what later code would silently strip or resolve by order: duplicate members, prototype keys, nesting
 * beyond 20 levels, numbers that JavaScript cannot represent, and text that is not UTF-8.
 * @throws JsonRefused with one sentence
 */
export function parseStrictJson(bytes: Buffer, refusesByteOrderMark = false): unknown {
  const decoded = decode(bytes);
  const text = decoded.startsWith(byteOrderMark) && !refusesByteOrderMark ? decoded.slice(1) : decoded;
  const value = parse(text);
  if (!isPlain(value, text)) checkMembers(text);
  // Later code would take null for a request without a body.
  if (value === null) throw new JsonRefused('The body must not be null.');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonRefused('The body is not valid JSON.');
  }
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new JsonRefused('The body is not valid UTF-8.');
  return bytes.toString('utf8');
}

/**
 * Whether the body is certainly fine, which is quickly decided for most: it is one flat object, and writing it out again yields the same
 * text, so no member occurred twice and no number changed.
 */
function isPlain(value: unknown, text: string): boolean {
  if (typeof value !== 'object' || value === null || hasPrototypeKey(value)) return false;
  return Object.values(value).every((member) => typeof member !== 'object') && JSON.stringify(value) === text;
}

function checkMembers(text: string): void {
  const membersAbove: Set<string>[] = [];
  const enter = () => {
    membersAbove.push(new Set());
    if (membersAbove.length > depthMax) throw new JsonRefused(`The body is nested deeper than ${depthMax} levels.`);
  };
  const leave = () => {
    membersAbove.pop();
  };
  const onObjectProperty = (name: string) => {
    if (prototypeKeys.has(name)) throw new JsonRefused(`The body must not have a member "${name}".`);
    const members = membersAbove.at(-1);
    if (members?.has(name)) throw new JsonRefused('The body has the same member twice.');
    members?.add(name);
  };
  const onLiteralValue = (value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new JsonRefused('The body has a number that is too large.');
  };
  try {
    visit(text, { onObjectBegin: enter, onObjectEnd: leave, onArrayBegin: enter, onArrayEnd: leave, onObjectProperty, onLiteralValue });
  } catch (error) {
    if (error instanceof JsonRefused) throw error;
    throw new JsonRefused(`The body is nested deeper than ${depthMax} levels.`);
  }
}
