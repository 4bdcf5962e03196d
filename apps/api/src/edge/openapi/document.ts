import type { Type } from '@nestjs/common';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { labelStudioRelease } from '../../dialects/label-studio/release.js';
import { accessInWords } from './permission-table.js';
import type { Route } from './routes.js';

type Schema = Record<string, unknown>;

const labelStudioError = {
  type: 'object',
  description: "Label Studio's envelope; a few answers have `detail` alone.",
  required: ['detail'],
  properties: {
    id: { type: 'string' },
    status_code: { type: 'integer' },
    version: { type: 'string' },
    detail: { type: 'string' },
    exc_info: { type: 'null' },
    validation_errors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
  },
};

const problem = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'status', 'title', 'requestId'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    code: { type: 'string', description: 'One of the refusal codes.' },
    members: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    requestId: { type: 'string' },
  },
};

/** The OpenAPI 3.1 document of everything that is served. Bodies come from the classes that check them. */
export function openApiDocument(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, Schema> = { Problem: problem, LabelStudioError: labelStudioError };
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
    if (route.body) schemas[route.body.name] = { ...schemaOf(route.body), ...(ignoresSurplus(route) && { additionalProperties: true }) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyledger',
      version,
      description: `Access tokens and service accounts. Routes under /api follow Label Studio ${labelStudioRelease}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or the credential of a service account.' },
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token <legacy token or service-account credential>`' },
        session: { type: 'apiKey', in: 'cookie', name: 'keyledger_session', description: 'What signing in sets.' },
      },
    },
  };
}

function operationOf(route: Route): Record<string, unknown> {
  const isPublic = route.access !== undefined && 'public' in route.access;
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query)];
  const body = route.body && { required: true, content: contentOf(route.body.name, bodyTypesOf(route)) };
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z0-9]+(\w)?/g, (_, next = '') => next.toUpperCase())}`,
    tags: [route.feature],
    summary: route.summary,
    description: `Who may: ${accessInWords(route.access)}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    security: isPublic ? [] : [{ bearer: [] }, { token: [] }, ...(route.path === '/v1/auth' ? [] : [{ session: [] }])],
    responses: {
      [route.status]: { description: 'Done.' },
      default: { description: 'Refused.', content: refusalOf(route) },
    },
  };
}

/** On the surfaces that others defined, members that nobody knows are ignored. */
const ignoresSurplus = ({ path }: Route) => !path.startsWith('/v1/');
const isLabelStudio = ({ path }: Route) => path.startsWith('/api/');
const form = 'application/x-www-form-urlencoded';
const contentOf = (schema: string, types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]));

function bodyTypesOf(route: Route): string[] {
  if (isLabelStudio(route)) return ['application/json', form, 'multipart/form-data'];
  if (route.path.startsWith('/oauth/')) return [form, 'application/json'];
  return route.path.startsWith('/user/') ? [form] : ['application/json'];
}

function refusalOf(route: Route) {
  if (isLabelStudio(route)) return contentOf('LabelStudioError', ['application/json']);
  const problem = contentOf('Problem', ['application/problem+json']);
  return route.path === '/user/login' ? { ...problem, 'text/html': { schema: { type: 'string' } } } : problem;
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

function queryParameters(type: Type | null) {
  const properties = (type ? schemaOf(type).properties : {}) as Record<string, Schema>;
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

/** The class that checks a body, as JSON Schema; members that it does not have are refused. */
export function schemaOf(type: Type): Schema {
  return { ...(targetConstructorToSchema(type) as Schema), additionalProperties: false };
}
