import { RequestMethod, type Type } from '@nestjs/common';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessKey, type Declared } from '../authentication/access.js';
import { readsKey, summaryKey } from './summary.js';

/** Nest's own names of what its decorators leave behind. */
const metadata = { path: 'path', method: 'method', status: '__httpCode__', arguments: '__routeArguments__' } as const;
const bodyArgument = 3;
const queryArgument = 4;

export interface Route {
  readonly method: string;
  /** As in OpenAPI: `/v1/users/{id}`. */
  readonly path: string;
  readonly feature: string;
  /** What it does, for its callers. */
  readonly summary: string;
  readonly status: number;
  /** Undefined when nothing was declared: such a route admits nobody. */
  readonly access: Declared | undefined;
  readonly body: Type | null;
  readonly query: Type | null;
}

/** The hot route stands outside Nest, so it is described by hand. */
const authRoute: Route = {
  method: 'GET',
  path: '/v1/auth',
  feature: 'Verification',
  summary: 'Verifies the credential of a request for a reverse proxy: 200 with who it is, or 401.',
  status: 200,
  access: { roles: ['annotator', 'reviewer', 'manager', 'administrator', 'owner', 'auditor'], act: 'read' },
  body: null,
  query: null,
};

/** Every route that is served, from the decorators that serve it. */
export function routesOf(discovery: DiscoveryService): Route[] {
  const scanner = new MetadataScanner();
  const routes = discovery.getControllers().flatMap(({ metatype }) => {
    const prototype = (metatype as Type).prototype;
    const names = scanner.getAllMethodNames(prototype).filter((name) => Reflect.hasMetadata(metadata.method, prototype[name]));
    return names.map((name) => routeOf(metatype as Type, name));
  });
  return [...routes, authRoute].sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));
}

function routeOf(controller: Type, name: string): Route {
  const handler = controller.prototype[name];
  const method = RequestMethod[Reflect.getMetadata(metadata.method, handler)];
  const parts = [Reflect.getMetadata(metadata.path, controller), Reflect.getMetadata(metadata.path, handler)];
  const path = `/${parts.join('/')}`
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/:(\w+)/g, '{$1}');
  const argumentOf = (kind: number) => argumentType(controller, name, kind);
  return {
    method,
    path,
    feature: inWords(controller.name.replace(/Controller$/, '')),
    summary: Reflect.getMetadata(summaryKey, handler) ?? '',
    status: Reflect.getMetadata(metadata.status, handler) ?? (method === 'POST' ? 201 : 200),
    access: Reflect.getMetadata(accessKey, handler),
    body: Reflect.getMetadata(readsKey, handler) ?? argumentOf(bodyArgument),
    query: argumentOf(queryArgument),
  };
}

function argumentType(controller: Type, name: string, kind: number): Type | null {
  const argumentsOf: Record<string, { index: number }> = Reflect.getMetadata(metadata.arguments, controller, name) ?? {};
  const key = Object.keys(argumentsOf).find((each) => each.startsWith(`${kind}:`));
  const types: Type[] = Reflect.getMetadata('design:paramtypes', controller.prototype, name) ?? [];
  const type = key === undefined ? undefined : types[argumentsOf[key].index];
  return type === undefined || (type as unknown) === Object ? null : type;
}

/** `ServiceAccounts` → `Service accounts`; what is an abbreviation stays one. */
const inWords = (name: string) =>
  name
    .replace(/(?!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^(Jwks|Jwt)\b/, (word) => word.toUpperCase())
    .replace(/^Oauth\b/, 'OAuth');
