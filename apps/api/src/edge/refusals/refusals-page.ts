import { html, withCode } from '../pages/html.js';
import { htmlPage } from '../pages/html-page.js';
import { type Section, sections } from './explained-refusals.js';

/** Where the `type` of every problem leads. */
export function refusalsPage(basePath: string): string {
  const main = html`<h1>Refusals</h1>
<p>Every problem that this API answers names a <code>code</code>, and its <code>type</code> leads to the
section here that says where it comes from and what to do.</p>${sections.map(inHtml)}`;
  return htmlPage({ title: 'Refusals', main, basePath, layout: 'reading' });
}

const inHtml = ({ anchor, code, status, meaning, cause, remedy }: Section) =>
  html`<section id="${anchor}"><h2><code>${code}</code></h2><p>${withCode(meaning)} <small>Status ${status}.</small></p>
<p>${withCode(cause)}</p><p><b>Remedy</b> ${withCode(remedy)}</p></section>`;
