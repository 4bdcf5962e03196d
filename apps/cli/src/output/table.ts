import { type Cell, cellOf, fitted, isIdColumn, wholeCell } from './cell.js';
import { widthOf } from './display-width.js';
import { type Paint, styleOfState } from './style.js';

/** What the reader of a table has. */
export interface Look {
  /** Of the terminal; null where the output is piped, and nothing is shortened. */
  readonly columns: number | null;
  /** The present, where times are told from it; null where they are exact. */
  readonly nowMs: number | null;
  readonly paint: Paint;
}

type Row = Readonly<Record<string, unknown>>;
const gap = 2;
/** Columns of text are left at least so wide. */
const textColumnsMin = 12;

/** A column with its heading first. */
interface Column {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** As wide as its widest cell. */
  readonly width: number;
  /** As wide as its widest cell that cannot be shortened. */
  readonly narrowest: number;
}

/**
 * Rows as lines below a heading. So that a line fits the terminal, the widest texts are shortened; where that is not enough, `leftOut`
 * names the columns that stand in no line.
 */
export function table(rows: readonly Row[], names: readonly string[], look: Look): { text: string; leftOut: readonly string[] } {
  const all = names.map((name) => columnOf(name, rows, look.nowMs));
  const columns = look.columns === null ? all : thoseWithRoom(all, look.columns);
  const widths = look.columns === null ? all.map(({ width }) => width) : widthsWithin(columns, look.columns);
  const lines = [undefined, ...rows].map((_, line) => {
    const texts = columns.map(({ cells }, column) => fitted(cells[line], widths[column]));
    const padding = texts.map((text, column) => ' '.repeat(Math.max(0, widths[column] - widthOf(text)) + gap));
    const styled = texts.map((text, column) => look.paint(line === 0 ? 'bold' : styleOf(columns[column].name, text), text));
    return `${styled
      .map((text, column) => text + padding[column])
      .join('')
      .trimEnd()}\n`;
  });
  return { text: lines.join(''), leftOut: all.filter((column) => !columns.includes(column)).map(({ name }) => name) };
}

const styleOf = (name: string, text: string) => (/^(state|status|outcome)$/.test(name) ? styleOfState(text) : null);

function columnOf(name: string, rows: readonly Row[], nowMs: number | null): Column {
  const cells = [wholeCell(headingOf(name)), ...rows.map((row) => cellOf(name, row[name], nowMs))];
  const width = Math.max(...cells.map((cell) => cell.width));
  const narrowest = Math.max(...cells.map((cell) => (cell.isWhole ? cell.width : Math.min(cell.width, textColumnsMin))));
  return { name, cells, width, narrowest };
}

const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + gap, -gap);

/** Leaves out, from the right, columns that cannot be narrower, but never the first one or ids, by which other commands name a thing. */
function thoseWithRoom(columns: readonly Column[], widthMax: number): readonly Column[] {
  if (total(columns.map(({ narrowest }) => narrowest)) <= widthMax) return columns;
  const dispensable = columns.slice(1).findLast(({ name, width, narrowest }) => width === narrowest && !isIdColumn(name));
  return dispensable
    ? thoseWithRoom(
        columns.filter((column) => column !== dispensable),
        widthMax,
      )
    : columns;
}

/** The widths of columns whose lines have at most this width, if their narrowest have; the widest ones are narrowed first. */
function widthsWithin(columns: readonly Column[], widthMax: number): number[] {
  const widths = columns.map(({ width }) => width);
  for (let excess = total(widths) - widthMax; excess > 0; excess -= 1) {
    const left = widths.map((width, column) => (width > columns[column].narrowest ? width : 0));
    const widest = Math.max(...left);
    if (widest === 0) break;
    widths[left.indexOf(widest)] -= 1;
  }
  return widths;
}

/** The members of one thing, each on a line; what is a time says both when and how long from now. */
export function members(thing: Row, { nowMs, paint }: Look): string {
  const names = Object.keys(thing);
  const width = Math.max(0, ...names.map(widthOf));
  return names
    .map((name) => {
      const { text } = cellOf(name, thing[name], null);
      const relative = nowMs === null ? text : cellOf(name, thing[name], nowMs).text;
      return `${paint('bold', name)}${' '.repeat(width - widthOf(name) + gap)}${relative === text ? text : `${text} (${relative})`}\n`;
    })
    .join('');
}

/** `createdAt` → `CREATED AT`. */
const headingOf = (column: string) => column.replace(/([A-Z])/g, ' $1').toUpperCase();
