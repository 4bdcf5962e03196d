import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Refusal } from '#domain/refusal';
import { LongReadTurns } from './long-read-turns.js';

/** Value that a list is sorted by, and id, of the last row that was looked at. */
export type Place = readonly [value: string, id: string];

/** Where the rows of a list come from, and which of them are asked for. */
export interface Source<Row> {
  /** The next `rowsPerRead` rows from exclusively after a place on, or fewer, which are the last. */
  readonly read: (after: Place | null) => Promise<readonly Row[]>;
  readonly placeOf: (row: Row) => Place;
  readonly matches: (row: Row) => Promise<boolean> | boolean;
}

export interface Found<Row> {
  readonly rows: readonly Row[];
  /** Null where nothing follows. */
  readonly nextCursor: string | null;
}

/** An order that no table has. */
export interface OtherOrder<Row> {
  readonly keyOf: (row: Row) => Promise<string> | string;
  readonly idOf: (row: Row) => string;
  readonly isDescending: boolean;
}

export const rowsPerRead = 100;
/** A page of a rare match ends after so many rows that do not match; its cursor leads on. */
const lookedAtMax = 20_000;

/** Finds one page of a list: by the table as far as it tells, then row by row. */
@Injectable()
export class FilteredPages {
  constructor(private readonly turns: LongReadTurns) {}

  async inOrder<Row>(source: Source<Row>, after: Place | null, limit: number): Promise<Found<Row>> {
    const found: Row[] = [];
    let place = after;
    for (let lookedAt = 0; lookedAt < lookedAtMax; ) {
      const read = await this.#read(source, place);
      for (const row of read) {
        if (await this.#matches(source, row)) found.push(row);
        if (found.length > limit) return pageOf(found.slice(0, limit), source.placeOf(found[limit - 1]));
        place = source.placeOf(row);
      }
      lookedAt += read.length;
      if (read.length < rowsPerRead) return pageOf(found, null);
    }
    return pageOf(found, place);
  }

  /** No table has the order, so all that match are found first. */
  async inOtherOrder<Row>(source: Source<Row>, order: OtherOrder<Row>, after: Place | null, limit: number): Promise<Found<Row>> {
    const found: { row: Row; place: Place }[] = [];
    for (let place: Place | null = null, isLast = false; !isLast; ) {
      const read: readonly Row[] = await this.#read(source, place);
      for (const row of read) {
        if (await this.#matches(source, row)) found.push({ row, place: [await order.keyOf(row), order.idOf(row)] });
        place = source.placeOf(row);
      }
      isLast = read.length < rowsPerRead;
    }
    const sign = order.isDescending ? -1 : 1;
    found.sort((one, other) => sign * compare(one.place, other.place));
    const rest = found.filter(({ place }) => after === null || sign * compare(place, after) > 0);
    const shown = rest.slice(0, limit);
    const last = shown.at(-1);
    return pageOf(
      shown.map(({ row }) => row),
      rest.length > shown.length && last ? last.place : null,
    );
  }

  async #read<Row>(source: Source<Row>, after: Place | null): Promise<readonly Row[]> {
    if (this.turns.isOver) await this.turns.next();
    return source.read(after);
  }

  async #matches<Row>(source: Source<Row>, row: Row): Promise<boolean> {
    if (this.turns.isOver) await this.turns.next();
    return source.matches(row);
  }
}

const compare = ([value, id]: Place, [otherValue, otherId]: Place) =>
  value === otherValue ? order(id, otherId) : order(value, otherValue);
const order = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** The place of a row whose list is sorted by its id is written as the id alone. */
const pageOf = <Row>(rows: readonly Row[], place: Place | null): Found<Row> => ({
  rows,
  nextCursor: place && (place[0] === place[1] ? place[1] : place.join('~')),
});

/** @throws Refusal request/invalid for the cursor of a list in another order, and for what is none */
export function placeIn(cursor: string | undefined, isSortedById: boolean): Place | null {
  if (cursor === undefined) return null;
  const [value, id = value, ...more] = cursor.split('~');
  const isOfSort = isSortedById ? value === id : cursor.includes('~');
  if (!isOfSort || more.length > 0 || !isUuid(id)) throw new Refusal('request/invalid');
  return [value, id];
}

/** Whether one of the texts holds the one that is searched for: in one form of each letter, upper and lower case alike. */
export const anyHolds = (texts: readonly (string | null)[], searched: string) =>
  texts.some((text) => text !== null && comparable(text).includes(comparable(searched)));
const comparable = (text: string) => text.normalize('NFKC').toLowerCase();
