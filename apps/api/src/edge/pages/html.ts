/** Text that is markup already. Nothing else gets into a page without being escaped. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Value = string | number | null | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function inHtml(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value).replace(/[&<>"']/g, (sign) => entities[sign]);
}

/** Markup with values, each of which is escaped unless it is markup itself; null stands for nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.map((part, index) => part + (index < values.length ? inHtml(values[index]) : '')).join(''));

/** Text in which code stands between backticks. */
export const withCode = (text: string): Html =>
  new Html(
    text.split('`').reduce((markup, part, index) => markup + (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`).text, ''),
  );
