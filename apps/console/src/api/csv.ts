import { type Route, type Sent, send } from './call.js';
import { problemIn } from './problem.js';

const rowsPerPage = 200;

/**
 * Reads all pages of a list as one table. `onRead` is told how many characters there are so far.
 *
 * @throws Problem what the server said, or that it could not be reached; what was read until then is given up
 */
export async function wholeCsv(route: Route, query: Sent['query'], onRead: (characters: number) => void): Promise<string> {
  let table = '';
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response: Response = await send(route, { query: { ...query, format: 'csv', limit: rowsPerPage, cursor } });
    if (!response.ok) throw await problemIn(response);
    const page = await response.text();
    // Each page begins with the names of the columns, none of which has a line break.
    table += table === '' ? page : page.slice(page.indexOf('\r\n') + 2);
    onRead(table.length);
    cursor = nextCursor(response);
  }
  return table;
}

/** The next page is in the `Link` header: `<?cursor=…>; rel="next"`. */
function nextCursor(response: Response): string | null {
  const query = /^<\?([^>]*)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  return query === undefined ? null : new URLSearchParams(query).get('cursor');
}
