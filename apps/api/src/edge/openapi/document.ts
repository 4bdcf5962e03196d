import type { Type } from '@nestjs/common';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { below, type Dialects, type Documented } from '../http/dialects.js';
import { contentOf, schemasOf } from './answers.js';
import { accessInWords } from './permission-table.js';
import type { Route } from './routes.js';

type Schema = Record<string, unknown>;

/** The files of the console are no part of the API, and their names change with every build. */
const isOfConsole = below('/console');

/**
 * The OpenAPI 3.1 document of everything that is served. Schemas of bodies come from the classes that validate them, those of answers from
 * what the handlers declare, the rest from the dialects.
 */
export function openApiDocument(routes: readonly Route[], dialects: Dialects, version: string, basePath: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  const documented = dialects.all.map((dialect) => dialect.documented);
  const schemas: Record<string, object> = Object.assign(schemasOf(routes), ...documented.map((each) => each.schemas));
  const sentences = documented.flatMap(({ sentence }) => sentence ?? []);
  for (const route of routes.filter(({ path }) => !isOfConsole(path))) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, dialects.at(route.path).documented) };
    if (route.body) schemas[route.body.name] = { ...schemaOf(route.body), ...(ignoresSurplus(route) && { additionalProperties: true }) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyledger',
      version,
      description: ['Access tokens and service accounts.', ...sentences].join(' '),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Relative to where the document is, so it holds under each name that this server has.
    servers: [{ url: basePath || '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token, an API key, or the credential of a service account.' },
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token <legacy token or service-account credential>`' },
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Either, without a word before it.' },
        session: { type: 'apiKey', in: 'cookie', name: 'keyledger_session', description: 'What signing in sets.' },
      },
    },
  };
}

const anyCredential = ['bearer', 'token', 'key', 'session'];

function operationOf(route: Route, { bodies, failure, credentials = anyCredential }: Documented): Record<string, unknown> {
  const isPublic = route.access !== undefined && 'public' in route.access;
  const taken = route.path === '/v1/auth' ? credentials.filter((scheme) => scheme !== 'session') : credentials;
  const headers = route.isIdempotent ? [idempotencyKey] : [];
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query), ...headers];
  const body = route.body && { required: isNeeded(route.body), content: referring(route.body.name, bodies) };
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(\w)?/g, (_, next = '') => next.toUpperCase())}`,
    tags: [route.feature],
    summary: route.summary,
    description: `Who may: ${accessInWords(route.access)}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    security: isPublic ? [] : taken.map((scheme) => ({ [scheme]: [] })),
    responses: {
      [route.status]: { description: 'Done.', ...contentOf(route) },
      default: { description: 'Refused.', content: failuresOf(route, failure) },
    },
  };
}

/** A body whose members may all be absent may be absent itself. */
const isNeeded = (type: Type) => ((schemaOf(type).required ?? []) as string[]).length > 0;

/** Surfaces that somebody else defined ignore unknown members. */
const ignoresSurplus = ({ path }: Route) => !path.startsWith('/v1/');
const referring = (schema: string, types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]));

function failuresOf({ path }: Route, { type, schema }: Documented['failure']) {
  const content = referring(schema, [type]);
  return path.startsWith('/user/') ? { ...content, 'text/html': { schema: { type: 'string' } } } : content;
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'With the same key a repeated request creates nothing anew, for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

function queryParameters(type: Type | null) {
  const properties = (type ? schemaOf(type).properties : {}) as Record<string, Schema>;
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

/** The class that validates a body, as a JSON Schema that refuses unknown members. */
export function schemaOf(type: Type): Schema {
  const schema = schemas.get(type) ?? { ...(targetConstructorToSchema(type) as Schema), additionalProperties: false };
  schemas.set(type, schema);
  return schema;
}

/** The documents ask for each class several times, and a start waits for them. */
const schemas = new WeakMap<Type, Schema>();
