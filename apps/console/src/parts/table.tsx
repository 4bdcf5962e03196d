import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The column that names the row. One of them does. */
  readonly isName?: boolean;
  /** The value of `sort` in the address that sorts by this column in ascending order. */
  readonly sort?: string;
}

export interface TableParts<Row extends { readonly id: string }> {
  /** What the table holds, for those who do not see its heading. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The row's menu; null where nothing can be done. */
  readonly menu?: (row: Row) => ReactNode;
  /** The value of `sort` in the address. */
  readonly sorted?: string;
  readonly onSort?: (sort: string) => void;
}

/** Rows in a native table that scrolls inside itself. On narrow screens each row is a card. */
export function Table<Row extends { readonly id: string }>({ label, columns, rows, menu, sorted, onSort }: TableParts<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.header} scope="col" aria-sort={direction(column, sorted)}>
                {column.sort && onSort ? (
                  <button type="button" className="sort" onClick={() => onSort(nextSort(column.sort as string, sorted))}>
                    {column.header}
                    <span aria-hidden="true">{arrows[direction(column, sorted) ?? 'none']}</span>
                  </button>
                ) : (
                  column.header
                )}
              </th>
            ))}
            {menu && (
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-row={row.id}>
              {columns.map(({ header, cell, isName }) =>
                isName ? (
                  <th key={header} scope="row" data-label={header}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={header} data-label={header}>
                    <div>{cell(row)}</div>
                  </td>
                ),
              )}
              {menu && <td className="menu-cell">{menu(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const arrows = { ascending: ' ↑', descending: ' ↓', none: ' ↕' } as const;

function direction<Row>({ sort }: Column<Row>, sorted: string | undefined) {
  if (sort === undefined) return undefined;
  return sorted === sort ? 'ascending' : sorted === `-${sort}` ? 'descending' : 'none';
}

const nextSort = (sort: string, sorted: string | undefined) => (sorted === sort ? `-${sort}` : sort);
