import type { Type } from '@nestjs/common';
import { htmlPage } from '../pages/html-page.js';
import { schemaOf } from './document.js';
import { accessInWords } from './permission-table.js';
import type { Route } from './routes.js';

/** Every route, by feature, with who may call it. */
export function docsPage(routes: readonly Route[]): string {
  const features = [...new Set(routes.map(({ feature }) => feature))].sort();
  const sections = features.map((feature) =>
    section(
      feature,
      routes.filter((route) => route.feature === feature),
    ),
  );
  const intro = `<h1>Keyledger</h1><p>The API of this server. Machines read <a href="/openapi.json">openapi.json</a>;
    what a refusal means is <a href="/docs/refusals">listed here</a>; people <a href="/user/login/">sign in</a>.</p>`;
  return htmlPage('Keyledger API', intro + sections.join(''));
}

function section(feature: string, routes: readonly Route[]): string {
  const entries = routes.map(({ method, path, summary, status, body, query, access }) => {
    const takes = body ? `<dd>Body: ${membersOf(body)}</dd>` : '';
    const asked = query ? `<dd>Query: ${membersOf(query)}</dd>` : '';
    return `<dt><b>${method}</b> <code>${path}</code> → ${status}</dt><dd class="what">${summary}</dd>${takes}${asked}
      <dd>Who may: ${accessInWords(access)}</dd>`;
  });
  return `<h2>${feature}</h2><dl>${entries.join('')}</dl>`;
}

/** The members of a request; a question mark follows those that may be left out. */
function membersOf(type: Type): string {
  const { properties = {}, required = [] } = schemaOf(type) as { properties?: Record<string, unknown>; required?: string[] };
  const names = Object.keys(properties).map((name) => `<code>${name}${required.includes(name) ? '' : '?'}</code>`);
  return names.join(' ') || 'nothing';
}
