import type { Type } from '@nestjs/common';
import { type RefusalCode, refusals } from '#domain/refusal';
import { statusOf } from '../http/failure.js';
import { schemaOf } from './document.js';
import { accessInWords } from './permission-table.js';
import type { Route } from './routes.js';

const style = `body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430 }
  h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #d8dce3 }
  code { font: .92em ui-monospace, monospace; background: #f0f2f6; padding: .1em .35em; border-radius: .2em }
  dt { margin-top: .9rem } dd { margin: 0 0 0 1rem; color: #5a6474; font-size: .92em }
  dd.what { color: #1c2430; font-size: 1em } b { display: inline-block; min-width: 4.2rem }`;

const page = (title: string, body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body>${body}</body></html>`;

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
  return page('Keyledger API', intro + sections.join(''));
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

/** The members of a request, those that may be left out with a question mark. */
function membersOf(type: Type): string {
  const { properties = {}, required = [] } = schemaOf(type) as { properties?: Record<string, unknown>; required?: string[] };
  const names = Object.keys(properties).map((name) => `<code>${name}${required.includes(name) ? '' : '?'}</code>`);
  return names.join(' ') || 'nothing';
}

export function refusalsPage(): string {
  const entries = (Object.keys(refusals) as RefusalCode[]).map(
    (code) => `<dt id="${code.replace('/', '-')}"><code>${code}</code> → ${statusOf[code]}</dt><dd>${refusals[code]}</dd>`,
  );
  return page('Keyledger refusals', `<h1>Refusals</h1><dl>${entries.join('')}</dl>`);
}
