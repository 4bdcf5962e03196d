import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { below } from '#api/edge/http/dialects';
import { RouteTable } from '#api/edge/http/route-table';
import { routesOf } from '#api/edge/openapi/routes';
import { expectPage } from '../../../support/page.js';
import { runningApp } from '../../../support/running-app.js';

const isOfConsole = below('/console');

describe('GET /openapi.json answers 200 with a document that', () => {
  const app = runningApp();
  // biome-ignore lint/suspicious/noExplicitAny: the document is what is under test.
  let document: any;
  beforeAll(async () => {
    document = (await app().request('GET', '/openapi.json')).body;
  });
  const operations = (): string[] =>
    Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

  it('is of version 3.1 and names each operation once', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Keyledger' } });
    const ids = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every route that is served, and no other, without those of the console, which are no API', () => {
    const served = app()
      .get(RouteTable)
      .all()
      .filter(({ method, path }) => method !== 'HEAD' && method !== 'OPTIONS' && !isOfConsole(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')}`);
    expect(operations().sort()).toEqual([...new Set(served)].sort());
    expect(operations()).toHaveLength(routesOf(app().get(DiscoveryService)).filter(({ path }) => !isOfConsole(path)).length);
  });

  it('says of each body which members it must have, and that it has no others', () => {
    const { schemas } = document.components;
    expect(schemas.RegisterUserRequest).toMatchObject({ required: ['email', 'role'], additionalProperties: false });
    expect(schemas.CreateServiceAccountRequest.required.sort()).toEqual(['name', 'role']);
    expect(schemas.UpdateOrganizationRequest.required).toBeUndefined();
    expect(schemas.UpdateOrganizationRequest.properties.personalAccessTokenTtlDays).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 73_000,
    });
  });

  it('says of each operation who may call it', () => {
    expect(document.paths['/v1/service-accounts'].post.description).toBe(
      'Who may: administrator, owner: only a session confirmed in the last 15 minutes.',
    );
    expect(document.paths['/v1/sessions'].post.security).toEqual([]);
  });

  it('says of each operation what it does', () => {
    const summaries = Object.values(document.paths as Record<string, Record<string, { summary: string }>>).flatMap((methods) =>
      Object.values(methods).map(({ summary }) => summary),
    );
    expect(summaries.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
  });

  it.each([
    ['/v1/service-accounts', 'post', 'Service accounts'],
    ['/.well-known/jwks.json', 'get', 'JWKS'],
    ['/oauth/revoke', 'post', 'OAuth'],
  ])('groups %s %s with others of its feature, in words', (path, method, feature) => {
    expect(document.paths[path][method].tags).toEqual([feature]);
  });

  it('says what is read and how a no looks on the surface that is not ours', () => {
    for (const path of ['/api/token/refresh', '/api/token/blacklist', '/api/token/rotate', '/api/jwt/settings']) {
      const { requestBody, responses } = document.paths[path].post;
      expect(Object.keys(requestBody.content)).toEqual(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']);
      expect(Object.keys(responses.default.content)).toEqual(['application/json']);
    }
  });

  it('refers to nothing that it does not define', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !document.components.schemas[name])).toEqual([]);
  });
});

describe('GET /docs', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('to anybody with a page that leads to the document and to what may be refused', async () => {
      const answer = await app().request('GET', '/docs');
      expectPage(answer);
      for (const path of ['/openapi.json', '/docs/refusals']) expect(answer.text).toContain(`"${path}"`);
    });
  });
});
