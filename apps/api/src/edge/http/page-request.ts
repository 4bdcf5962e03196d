import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { limits } from '#installation/config';
import type { LongReadTurns } from './long-read-turns.js';
import { MayBeAbsent } from './optional.js';
import { alwaysNull, id, list, type Members, type ObjectSchema, object, type Schema, type Shape, text } from './schema.js';

/**
 * Only digits are converted: `Number` would also read `1e2`, `0x10` and blanks. Any other text stays a text and is refused by validation.
 */
const wholeNumber = ({ value }: { value: unknown }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value);

/** How much of a list is asked for. */
export class PageLimitRequest {
  /** How many items at most. */
  @MayBeAbsent()
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  @Max(limits.pageItemsMax)
  readonly limit: number = 50;
}

/** How much of a list is asked for, and in which form. */
export class TableRequest extends PageLimitRequest {
  /** Goes before `Accept`. */
  @MayBeAbsent()
  @IsIn(['json', 'csv'])
  readonly format?: 'json' | 'csv';
}

/** Which part of a list is asked for, in which ids stand in the place of an item. */
export class PageRequest extends PageLimitRequest {
  /** `nextCursor` of the page before. */
  @MayBeAbsent()
  @IsUUID()
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const Page = <All extends Members>(item: ObjectSchema<All>): Schema<Page<Shape<ObjectSchema<All>>>> =>
  object(`${item.name}Page`, { items: list(item), nextCursor: text(id.example).orNull().about('Null on the last page.') });

/** A list that is always shown whole, in the form of a page. */
export interface WholeList<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: null;
}

export const WholeList = <All extends Members>(item: ObjectSchema<All>): Schema<WholeList<Shape<ObjectSchema<All>>>> =>
  object(`${item.name}List`, { items: list(item), nextCursor: alwaysNull.about('Nothing follows.') });

/**
 * Makes a page from rows that were read with a limit of one more, which tells whether more follow; takes as many turns as its items need.
 */
export async function pageOf<Row, Item>(
  turns: LongReadTurns,
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Promise<Item> | Item,
): Promise<Page<Item>> {
  const shown = rows.slice(0, limit);
  const items = await turns.each(shown, itemOf);
  const last = shown.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
