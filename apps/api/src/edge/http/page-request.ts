import { Transform } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { limits } from '#installation/config';
import type { LongReadTurns } from './long-read-turns.js';
import { MayBeAbsent } from './optional.js';

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

/** Which part of a list is asked for, in which ids stand in the place of an item. */
export class PageRequest extends PageLimitRequest {
  /** `nextCursor` of the page before. */
  @MayBeAbsent()
  @IsUUID()
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

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
