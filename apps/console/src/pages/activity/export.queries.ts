import { download } from '../../api/download.js';
import type { ActivityFilters } from '../../parts/activity.queries.js';

export interface Export {
  readonly form: 'ndjson' | 'csv';
  readonly filters: ActivityFilters;
  /** Whether names, addresses and other personal data are in it. */
  readonly isOpened: boolean;
}

interface Loading {
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

const linesPerPage = 200;

/**
 * Loads an export as the API gives it, and which the API records.
 *
 * @throws Problem what was refused, or that the answer was cut off
 */
export const loadExport = (asked: Export, loading: Loading): Promise<Blob> =>
  asked.form === 'ndjson' ? replayed(asked, loading) : listed(asked, loading);

/** The stored envelopes, in log order. They are never narrowed down. */
async function replayed({ isOpened }: Export, { signal, onBytes }: Loading): Promise<Blob> {
  const query = { opened: isOpened || undefined };
  const { parts } = await download('GET /v1/activity/replay', { query, signal, headers: { Accept: 'application/x-ndjson' } }, onBytes);
  return new Blob([...parts], { type: 'application/x-ndjson' });
}

/** The entries of the list, newest first, page by page. Only the first page keeps its row of names. */
async function listed({ filters, isOpened }: Export, { signal, onBytes }: Loading): Promise<Blob> {
  const whole: Blob[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const expand = isOpened ? 'names' : undefined;
    const query = { ...filters, expand, cursor, format: 'csv', export: true, limit: linesPerPage };
    const { parts, headers } = await download('GET /v1/activity', { query, signal, headers: { Accept: 'text/csv' } }, onBytes);
    const page = new Blob([...parts]);
    whole.push(cursor === '' ? page : page.slice(await lengthOfFirstRow(page)));
    cursor = nextCursor(headers);
  }
  return new Blob(whole, { type: 'text/csv' });
}

/** The names of columns have no line end, so the first row is the first line. */
async function lengthOfFirstRow(page: Blob): Promise<number> {
  const text = await page.text();
  return text.indexOf('\n') + 1;
}

/** A table has no room for the cursor, which therefore stands in a header: `<?cursor=…>; rel="next"`. */
function nextCursor(headers: Headers): string | undefined {
  const query = /<\?([^>]*)>; rel="next"/.exec(headers.get('Link') ?? '')?.[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get('cursor') ?? undefined);
}
