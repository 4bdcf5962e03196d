import { startOf, widthOf } from './display-width.js';
import { printable } from './printable.js';
import { isTime, relativeTime } from './relative-time.js';

/** What stands in one place of a table. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** Whether it means nothing when a part of it is missing: an id, a time, a number. */
  readonly isWhole: boolean;
  /** The items of a list, of which none is ever cut. */
  readonly items?: readonly string[];
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/g;
/** An id, alone or behind the word for what it is the id of. */
const isId = (text: string) => text.search(uuids) >= 0 && /^[a-z -]*$/.test(text.replace(uuids, ''));
export const isIdColumn = (name: string): boolean => /^(id|kid|position)$|Id$/.test(name);

/** The cell of a value in a column; with `nowMs`, times are told from there. */
export function cellOf(column: string, value: unknown, nowMs: number | null): Cell {
  if (Array.isArray(value) && value.length > 0) {
    const items = value.map(textOf);
    return { ...plain(items.join(',')), items };
  }
  if (isTime(value)) return { ...plain(nowMs === null ? value : relativeTime(value, nowMs)), isWhole: true };
  const text = textOf(value);
  return { ...plain(text), isWhole: typeof value !== 'string' ? !isObject(value) : isIdColumn(column) || isId(text) };
}

export const wholeCell = (text: string): Cell => ({ ...plain(text), isWhole: true });

const plain = (text: string) => ({ text, width: widthOf(text), isWhole: false });
const isObject = (value: unknown) => typeof value === 'object' && value !== null;

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '-';
  const text = isObject(value) ? JSON.stringify(value) : String(value);
  return printable(text.replace(/[\n\u2028\u2029]/g, ' '));
}

/** The text of a cell in so many columns; where it does not fit, an ellipsis stands for the rest. */
export function fitted(cell: Cell, columns: number): string {
  if (cell.width <= columns || cell.isWhole) return cell.text;
  if (cell.items) return fittedItems(cell.items, columns);
  const start = startOf(cell.text, columns - 1);
  // No id is cut: a part of one looks like another one.
  const cut = [...cell.text.matchAll(uuids)].find(({ index, 0: id }) => index < start.length && start.length < index + id.length);
  return `${cut ? start.slice(0, cut.index) : start}…`;
}

function fittedItems(items: readonly string[], columns: number): string {
  let text = '';
  for (const item of items) {
    if (widthOf(`${text}${item},…`) > columns) break;
    text += `${item},`;
  }
  return `${text}…`;
}
