import type { Returned } from '../http/returns.js';
import { type JsonSchema, nothing } from '../http/schema.js';
import type { Route } from './routes.js';

/** A schema of an object, as `object` makes it. */
interface ObjectJson {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

const withContent = ({ returned }: Route): readonly Returned[] => (returned ?? []).filter(({ schema }) => schema !== nothing);

/** What the OpenAPI document says of a route's answer: schema and example by media type; nothing where there is no content. */
export function contentOf(route: Route): { readonly content?: Readonly<Record<string, object>> } {
  const contents = withContent(route).map(({ type, schema: { json: schema, example } }) => [type, { schema, example }] as const);
  return contents.length > 0 ? { content: Object.fromEntries(contents) } : {};
}

/** The schemas of all objects in answers by name. @throws Error where two that differ have one name */
export function schemasOf(routes: readonly Route[]): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = {};
  for (const [name, schema] of routes.flatMap(withContent).flatMap((returned) => Object.entries(returned.schema.named))) {
    if (name in schemas && JSON.stringify(schemas[name]) !== JSON.stringify(schema)) throw new Error(`Two schemas are named ${name}.`);
    schemas[name] = schema;
  }
  return schemas;
}

/** The members of what a route answers; a question mark follows those that may be left out. */
export function membersAnswered(route: Route): string[] {
  const schemas = schemasOf([route]);
  return withContent(route).flatMap(({ schema: { json } }) => {
    const { properties = {}, required = [] } = (schemas[nameIn(json) ?? ''] ?? {}) as Partial<ObjectJson>;
    return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  });
}

/** The answers of all routes, and then each object in them, as Markdown. */
export function answersInMarkdown(routes: readonly Route[]): string {
  const rows = routes.map((route) => `| \`${route.method} ${route.path}\` | ${route.status} | ${answerInMarkdown(route)} |`);
  const table = ['| route | status | answer |', '|---|---|---|', ...rows].join('\n');
  const schemas = Object.entries(schemasOf(routes)).sort(([one], [other]) => (one < other ? -1 : 1));
  return [table, ...schemas.map(([name, schema]) => sectionOf(name, schema as unknown as ObjectJson))].join('\n\n');
}

function answerInMarkdown(route: Route): string {
  const answers = withContent(route).map(({ type, schema: { json } }) => {
    const words = json.type === 'string' ? '' : `${inWords(json)}${type === 'application/json' ? '' : ', a line each'}`;
    return type === 'application/json' ? words : `\`${type}\`${words && `: ${words}`}`;
  });
  return answers.join('; ') || 'no content';
}

function sectionOf(name: string, { properties, required }: ObjectJson): string {
  const rows = Object.entries(properties).map(([member, schema]) => {
    const mark = required.includes(member) ? '' : '?';
    return `| \`${member}${mark}\` | ${inWords(schema)} | ${schema.description ?? ''} |`;
  });
  return `## ${name}\n\n| member | value | meaning |\n|---|---|---|\n${rows.join('\n')}`;
}

const nameIn = ({ $ref }: JsonSchema) => (typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined);

function inWords(schema: JsonSchema): string {
  const { type, format, anyOf, items, additionalProperties } = schema;
  const name = nameIn(schema);
  if (name) return `[${name}](#${name.toLowerCase()})`;
  if (anyOf) return (anyOf as readonly JsonSchema[]).map(inWords).join(' or ');
  if (schema.enum) return (schema.enum as readonly unknown[]).map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (type === 'array') return `list of ${inWords(items as JsonSchema)}`;
  if (type === 'object') return `by name: ${inWords(additionalProperties as JsonSchema)}`;
  return String(format ?? type ?? 'any value');
}
