import { RequestMethod, type Type } from '@nestjs/common';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessKey, type Declared } from '../authentication/access.js';
import { type Answered, answersKey } from '../http/answers.js';
import { requestClassesOf } from '../http/request-classes.js';
import { type Returned, returnedBy } from '../http/returns.js';
import { idempotentKey } from '../idempotency/idempotency.interceptor.js';
import { summaryKey } from './summary.js';

/** Nest's own metadata keys for its decorators. */
const metadata = { path: 'path', method: 'method', status: '__httpCode__' } as const;

export interface Route {
  readonly method: string;
  /** As in OpenAPI: `/v1/users/{id}`. */
  readonly path: string;
  readonly feature: string;
  /** What it does, for its callers. */
  readonly summary: string;
  readonly status: number;
  /** What it answers with that status, by media type; empty where there is no content, null where it should say so and does not. */
  readonly returned: readonly Returned[] | null;
  /** Undefined when the route declares nothing: such a route admits nobody. */
  readonly access: Declared | undefined;
  /** What is special about what a GET answers. */
  readonly answers: Answered | null;
  /** Whether it takes an `Idempotency-Key`. */
  readonly isIdempotent: boolean;
  readonly body: Type | null;
  readonly query: Type | null;
}

/** The hot route is not a Nest route, so it is described by hand. */
const authRoute: Route = {
  method: 'GET',
  path: '/v1/auth',
  feature: 'Verification',
  summary: 'Verifies the credential of a request for a reverse proxy: 200 with who it is, or 401.',
  status: 200,
  returned: [],
  access: { roles: ['annotator', 'reviewer', 'manager', 'administrator', 'owner', 'auditor'], act: 'read' },
  answers: null,
  isIdempotent: false,
  body: null,
  query: null,
};

/** Every route that is served, read from the decorators that define it. */
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
  const status = Reflect.getMetadata(metadata.status, handler) ?? (method === 'POST' ? 201 : 200);
  return {
    method,
    path,
    feature: inWords(controller.name.replace(/Controller$/, '')),
    summary: Reflect.getMetadata(summaryKey, handler) ?? '',
    status,
    returned: hasContent(status) ? returnedBy(handler) : [],
    access: Reflect.getMetadata(accessKey, handler),
    answers: Reflect.getMetadata(answersKey, handler) ?? null,
    isIdempotent: Reflect.hasMetadata(idempotentKey, handler),
    ...requestClassesOf(controller, name),
  };
}

/** A redirect leads to content and has none. */
const hasContent = (status: number) => status < 300 && status !== 204;

/** Turns `ServiceAccounts` into `Service accounts` and leaves abbreviations as they are. */
const inWords = (name: string) =>
  name.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^(Jwks|Jwt)\b/, (word) => word.toUpperCase());
