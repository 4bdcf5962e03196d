export type CsvValue = string | number | boolean | null | undefined;

/** Returns a row as in RFC 4180, with its line end. */
export const csvRow = (values: readonly CsvValue[]): string => `${values.map(field).join(',')}\r\n`;

/** The beginnings that a spreadsheet takes for a formula; a tab or a line break before one does not prevent it. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A field that begins like a formula is prefixed with an apostrophe, since anyone may have typed a name or the text in an event (CSV
 * injection).
 */
function field(value: CsvValue): string {
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
