import { RequestMethod, type Type } from '@nestjs/common';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessKey, type Declared } from '../authentication/access.js';
import { type Answered, answersKey } from '../http/answers.js';
import { requestClassesOf } from '../http/request-classes.js';
import { summaryKey } from './summary.js';

/** Nest's own names of what its decorators leave behind. */
const metadata = { path: 'path', method: 'method', status: '__httpCode__' } as const;

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
  /** What is special about what a GET answers. */
  readonly answers: Answered | null;
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
  answers: null,
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
  return {
    method,
    path,
    feature: inWords(controller.name.replace(/Controller$/, '')),
    summary: Reflect.getMetadata(summaryKey, handler) ?? '',
    status: Reflect.getMetadata(metadata.status, handler) ?? (method === 'POST' ? 201 : 200),
    access: Reflect.getMetadata(accessKey, handler),
    answers: Reflect.getMetadata(answersKey, handler) ?? null,
    ...requestClassesOf(controller, name),
  };
}

/** `ServiceAccounts` → `Service accounts`; what is an abbreviation stays one. */
const inWords = (name: string) =>
  name.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^(Jwks|Jwt)\b/, (word) => word.toUpperCase());
