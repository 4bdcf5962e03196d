type Value = string | number | boolean | null | undefined;

/** A row as RFC 4180 has it, its end included. */
export const csvRow = (values: readonly Value[]): string => `${values.map(field).join(',')}\r\n`;

/** What a spreadsheet would take for a formula; a tab or a line break before one does not stop it. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** A field that begins like a formula is led in by an apostrophe: the text in an event may come from anybody. */
function field(value: Value): string {
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
