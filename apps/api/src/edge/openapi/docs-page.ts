import type { Type } from '@nestjs/common';
import { type Html, html, withCode } from '../pages/html.js';
import { htmlPage } from '../pages/html-page.js';
import { signInPath } from '../pages/page-addresses.js';
import { membersAnswered } from './answers.js';
import { schemaOf } from './document.js';
import { accessInWords } from './permission-table.js';
import type { Route } from './routes.js';

/** Every route, by feature, with who may call it. */
export function docsPage(routes: readonly Route[], basePath: string): string {
  const features = [...new Set(routes.map(({ feature }) => feature))].sort();
  const main = html`<h1>Keyledger</h1><p>The API of this server. Machines read <a href="${basePath}/openapi.json">openapi.json</a>;
what a refusal means is <a href="${basePath}/docs/refusals">listed here</a>; people <a href="${basePath}${signInPath}">sign in</a>.</p>
${features.map((feature) => section(feature, routes))}`;
  return htmlPage({ title: 'API', main, basePath, layout: 'reading' });
}

function section(feature: string, routes: readonly Route[]): Html {
  const entries = routes
    .filter((route) => route.feature === feature)
    .map((route) => {
      const { method, path, summary, status, body, query, access } = route;
      const takes = body && html`<dd>Body: ${membersOf(body)}</dd>`;
      const asked = query && html`<dd>Query: ${membersOf(query)}</dd>`;
      const members = membersAnswered(route);
      const answers = members.length === 0 ? '' : html`<dd>Answer: ${inCode(members)}</dd>`;
      return html`<dt><b>${method}</b> <code>${path}</code> → ${status}</dt>
<dd class="what">${withCode(summary)}</dd>${takes}${asked}${answers}
<dd>Who may: ${withCode(accessInWords(access))}</dd>`;
    });
  return html`<h2>${feature}</h2><dl>${entries}</dl>`;
}

/** The members of a request; a question mark follows those that may be left out. */
function membersOf(type: Type): Html | string {
  const { properties = {}, required = [] } = schemaOf(type) as { properties?: Record<string, unknown>; required?: string[] };
  const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return names.length === 0 ? 'nothing' : inCode(names);
}

const inCode = (names: readonly string[]): Html => html`${names.map((name) => html`<code>${name}</code> `)}`;
