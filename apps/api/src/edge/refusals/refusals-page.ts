import { htmlPage } from '../pages/html-page.js';
import { type Section, sections } from './explained-refusals.js';

const intro = `<h1>Refusals</h1><p>Every problem that this API answers names a <code>code</code>, and its <code>type</code> leads to the
  section here that says where it comes from and what to do.</p>`;

/** Where the `type` of every problem leads. */
export const refusalsPage = (): string => htmlPage('Keyledger refusals', intro + sections.map(inHtml).join(''));

function inHtml({ anchor, code, status, meaning, cause, remedy }: Section): string {
  return `<section id="${anchor}"><h2><code>${code}</code></h2><p>${escaped(meaning)} <small>Status ${status}.</small></p>
    <p>${escaped(cause)}</p><p><b>Remedy</b> ${escaped(remedy)}</p></section>`;
}

/** Text with code between backticks. */
function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (sign) => entities[sign]).replace(/`([^`]+)`/g, '<code>$1</code>');
}
