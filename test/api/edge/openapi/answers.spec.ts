import { describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { Returns } from '#api/edge/http/returns';
import { either, flag, list, mapOf, nothing, object, oneOf, type Schema, text } from '#api/edge/http/schema';
import { schemasOf } from '#api/edge/openapi/answers';
import { openApiDocument } from '#api/edge/openapi/document';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { AnswerCheck } from '../../../support/answer-check.js';
import { runningApp } from '../../../support/running-app.js';

interface Content {
  readonly example: unknown;
  readonly schema: unknown;
}
interface Described {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

describe('The OpenAPI document says of every operation', () => {
  const app = runningApp();
  const served = () => routesOf(app().get(DiscoveryService));
  const document = async () => (await app().request('GET', '/openapi.json')).body;
  const operations = async (): Promise<[route: string, Described][]> =>
    Object.entries((await document()).paths as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as [string, Described]),
    );

  it('what it answers: a handler says so with @Returns or @Sends, or answers 204, or leads elsewhere', () => {
    expect(served().flatMap(({ method, path, returned }) => (returned === null ? [`${method} ${path}`] : []))).toEqual([]);
  });

  it('how it refuses', async () => {
    const silent = (await operations()).filter(([, { responses }]) => Object.keys(responses.default?.content ?? {}).length === 0);
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('an example that fits', async () => {
    const check = new AnswerCheck(JSON.stringify(await document()));
    const faults = (await operations()).flatMap(([route, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content).flatMap(([type, { example }]) => {
          if (status === 'default') return [];
          const [method, path] = route.split(' ');
          return check.faultOf({ method, url: path, status: Number(status), type, text: JSON.stringify(example) }) ?? [];
        }),
      ),
    );
    expect(faults).toEqual([]);
  });

  it('all members of objects, so that there are no others', async () => {
    const { schemas } = (await document()).components as { schemas: Record<string, { additionalProperties?: unknown }> };
    const open = Object.keys(schemasOf(served())).filter((name) => schemas[name].additionalProperties !== false);
    expect(open).toEqual([]);
  });

  it('that there is no content behind a redirect and a 204', async () => {
    const contents = (await operations()).flatMap(([, { responses }]) => [responses['204']?.content, responses['302']?.content]);
    expect(contents.filter((content) => content !== undefined)).toEqual([]);
  });
});

const routeOf = (path: string, schema: Schema<unknown>, type = 'application/json'): Route => ({
  method: 'GET',
  path,
  feature: 'Things',
  summary: 'Shows a thing.',
  status: 200,
  returned: [{ type, schema }],
  access: { public: 'It is for everybody.' },
  answers: null,
  isIdempotent: false,
  body: null,
  query: null,
});

const Part = object('Part', { size: oneOf([1, 2]) });
const Thing = object('Thing', { name: text('a').orNull(), parts: list(Part), byName: mapOf(Part, 'a'), isNew: flag(true).optional() });
const Other = object('Other', { other: text('b') });

describe('An answer of the tests', () => {
  const documented = { bodies: [], failure: { type: 'application/problem+json', schema: 'Problem' } };
  const routes = [
    routeOf('/things/{id}', Thing),
    routeOf('/things/own', Other),
    routeOf('/lines', either(Other, Part), 'application/x-ndjson'),
    routeOf('/nothing', nothing),
  ];
  const dialects = { all: [{ documented }], at: () => ({ documented }) };
  const check = () => new AnswerCheck(JSON.stringify(openApiDocument(routes, dialects as never, '1', '')));
  const given = (url: string, body: unknown, status = 200) => ({
    method: 'GET',
    url,
    status,
    type: 'application/json',
    text: body === undefined ? '' : JSON.stringify(body),
  });
  const thing = { name: 'a', parts: [{ size: 1 }], byName: { x: { size: 2 } } };

  it('fits as it is described, whatever is asked for, and a refusal is none', () => {
    expect(check().faultOf(given('/things/1?limit=1', thing))).toBeNull();
    expect(check().faultOf(given('/things/own/', { other: 'b' }))).toBeNull();
    expect(check().faultOf(given('/nothing', undefined))).toBeNull();
    expect(check().faultOf(given('/things/1', { code: 'x' }, 404))).toBeNull();
  });

  it.each([
    [
      'a member that the schema does not have',
      { ...thing, colour: 'red' },
      'the answer must NOT have additional properties {"additionalProperty":"colour"}',
    ],
    [
      'a member deep within that the schema does not have',
      { ...thing, parts: [{ size: 1, colour: 'red' }] },
      '/parts/0 must NOT have additional properties',
    ],
    ['too few members', { name: 'a', parts: [] }, "the answer must have required property 'byName'"],
    ['another type', { ...thing, parts: 'none' }, '/parts must be array'],
    ['another word', { ...thing, byName: { x: { size: 3 } } }, '/byName/x/size must be equal to one of the allowed values'],
  ])('does not fit with %s: the sentence names route and member', (_, body, sentence) => {
    const fault = check().faultOf(given('/things/1', body));
    expect(fault).toContain('GET /things/{id} 200: ');
    expect(fault).toContain(sentence);
  });

  it('does not fit with another status, another content type, content where there is none, or without a description', () => {
    expect(check().faultOf(given('/things/1', thing, 201))).toContain('does not have this status');
    expect(check().faultOf({ ...given('/things/1', thing), type: 'text/html' })).toContain(
      "does not have this answer's content type, text/html",
    );
    expect(check().faultOf(given('/things/1', undefined))).toContain('has no content');
    expect(check().faultOf(given('/nothing', thing))).toContain('content type');
    expect(check().faultOf(given('/elsewhere', thing))).toBe('GET /elsewhere answered 200 and is not in the OpenAPI document.');
  });

  it('fits line by line where it has lines', () => {
    const lines = { ...given('/lines', undefined), type: 'application/x-ndjson' };
    expect(check().faultOf({ ...lines, text: '{"other":"b"}\n{"size":1}\n' })).toBeNull();
    expect(check().faultOf({ ...lines, text: '{"other":"b"}\n{"size":3}\n' })).toContain('GET /lines 200');
  });

  it('shows members: those of objects in lists and maps too, and one that may be null when it is not', () => {
    const seeing = check();
    expect(seeing.documented.toSorted()).toEqual(['Other.other', 'Part.size', 'Thing.byName', 'Thing.isNew', 'Thing.name', 'Thing.parts']);
    seeing.faultOf(given('/things/1', { name: null, parts: [], byName: {} }));
    expect([...seeing.seen].toSorted()).toEqual(['Thing.byName', 'Thing.parts']);
    seeing.faultOf(given('/things/1', thing));
    expect([...seeing.seen].toSorted()).toEqual(['Part.size', 'Thing.byName', 'Thing.name', 'Thing.parts']);
  });
});

describe('A schema', () => {
  it('has one name: two that differ cannot have the same', () => {
    const another = object('Thing', { other: text('b') });
    expect(() => schemasOf([routeOf('/a', Thing), routeOf('/b', another)])).toThrow('Two schemas are named Thing.');
    expect(Object.keys(schemasOf([routeOf('/a', Thing), routeOf('/b', list(Thing))])).sort()).toEqual(['Part', 'Thing']);
  });

  it('is that of what its handler returns, or the handler does not compile', () => {
    type Handled = TypedPropertyDescriptor<() => Promise<{ readonly other: string }>>;
    const less = Returns(object('Less', {}));
    const more = Returns(object('More', { other: text('b'), more: text('c').optional() }));
    const same = (handled: Handled) => Returns(Other)({}, 'handle', handled);
    // @ts-expect-error: the handler returns a member that the schema does not have.
    const tooMuch = (handled: Handled) => less({}, 'handle', handled);
    // @ts-expect-error: the schema has a member, which may be left out, that the handler does not return.
    const tooLittle = (handled: Handled) => more({}, 'handle', handled);
    expect([same, tooMuch, tooLittle]).toHaveLength(3);
  });
});
