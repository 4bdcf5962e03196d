import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { labelbox } from '#api/dialects/labelbox/labelbox.dialect';
import { failureOf, RefusalWithRetry, statusOf } from '#api/edge/http/failure';
import { Refusal, type RefusalCode } from '#domain/refusal';
import { OutcomeUnknown, StoreUnavailable } from '#event-store/event-store';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';
import { type HeaderLines, send, type WireAnswer } from '../label-studio-wire/wire.js';
import { type Keyed, keyed } from './key-maker.js';
import { documents } from './labelbox-client.js';
import { bareExceptions, readBySdk, type SdkException, SdkRaised } from './sdk-reader.js';

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What the SDK raises at an answer; null where it raises nothing. */
function raisedAt(answer: Answered): SdkException | null {
  try {
    readBySdk(answer);
    return null;
  } catch (error) {
    if (error instanceof SdkRaised) return error.exception;
    throw error;
  }
}

/** What this surface writes for an error in a request that has read or written as far as `position`. */
function written(error: unknown, position: bigint | null = null): Answered & { readonly body: Record<string, unknown> } {
  let [status, body] = [0, {}];
  const reply = {
    header: () => reply,
    status: (sent: number) => {
      status = sent;
      return reply;
    },
    type: () => reply,
    send: (sent: object) => {
      body = sent;
    },
  };
  const request = { position } as FastifyRequest;
  labelbox.writeFailure(reply as unknown as FastifyReply, {
    error,
    failure: failureOf(error),
    request,
    publicUrl: 'http://127.0.0.1',
    basePath: '',
  });
  return { status, text: JSON.stringify(body), body };
}

const kinds: Readonly<Record<string, SdkException>> = {
  credential: 'AuthenticationError',
  permission: 'AuthorizationError',
  role: 'AuthorizationError',
};

describe('What the SDK makes of a refusal', () => {
  const codes = Object.keys(statusOf) as RefusalCode[];

  it.each(codes)('%s is an exception of the SDK, by its kind', (code) => {
    const answer = written(new Refusal(code));
    const expected = kinds[code.split('/')[0]];
    if (expected) expect(raisedAt(answer)).toBe(expected);
    // The code of what is not found makes the SDK answer None itself.
    else if (statusOf[code] !== 404) expect(raisedAt(answer)).not.toBeNull();
    expect(bareExceptions).not.toContain(raisedAt(answer));
  });

  it('is its limit at 429, whatever the code is', () => {
    for (const code of codes.filter((each) => statusOf[each] === 429)) {
      const answer = written(new RefusalWithRetry(code, 5));
      expect([answer.status, raisedAt(answer)]).toEqual([429, 'ApiLimitError']);
    }
  });

  it('is a fault that it repeats as long as nothing was changed, and one that it does not repeat from then on', () => {
    const unavailable = new StoreUnavailable('The disk is full.');
    expect([written(unavailable).status, raisedAt(written(unavailable))]).toEqual([503, 'InternalServerError']);
    expect([written(unavailable, 5n).status, raisedAt(written(unavailable, 5n))]).toEqual([200, 'LabelboxError']);
    const unknown = new OutcomeUnknown('The disk may be full.');
    expect([written(unknown).status, raisedAt(written(unknown))]).toEqual([200, 'LabelboxError']);
    expect(written(new Error('kl_sa_secret')).text).not.toContain('secret');
  });
});

describe('What the SDK makes of an error of the framework', () => {
  const app = runningApp();
  let url: string;
  let key: Keyed;
  beforeAll(async () => {
    url = await app().listen();
    key = await keyed(app(), url, app().owner, 'administrator');
  });
  const query = JSON.stringify({ query: documents.user, variables: {} });
  const withKey = (type: string, body: string, more: HeaderLines = []): HeaderLines => [
    ['Authorization', `Bearer ${key.credential}`],
    ['Content-Type', type],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...more,
  ];
  const post = (type: string, body: string, path = '/graphql', more: HeaderLines = []) =>
    send(url, 'POST', path, withKey(type, body, more), body);
  const codeOf = ({ body }: WireAnswer) => body.errors[0].extensions.code;

  it.each([
    ['text that is no JSON', 'application/json', '{', 400],
    ['an array, since a batch is not answered', 'application/json', `[${query},${query}]`, 400],
    ['null', 'application/json', 'null', 400],
    ['a number', 'application/json', '5', 400],
    ['nothing', 'application/json', '', 400],
    ['a document that is no text', 'application/json', '{"query":5}', 400],
    ['no document', 'application/json', '{"variables":{}}', 400],
    ['variables as a text', 'application/json', '{"query":"{user{id}}","variables":"{}"}', 400],
    ['variables as an array', 'application/json', '{"query":"{user{id}}","variables":[]}', 400],
    ['the same member twice', 'application/json', '{"query":"{user{id}}","query":"{roles{id}}"}', 400],
    ['a form', 'application/x-www-form-urlencoded', 'query=%7Buser%7Bid%7D%7D', 415],
    ['a multipart form', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n1\r\n--x--', 415],
    ['the type of a bare document', 'application/graphql', '{user{id}}', 415],
    ['plain text', 'text/plain', query, 415],
    ['more than 64 KiB', 'application/json', JSON.stringify({ query: `{user{id}}${' '.repeat(65_536)}` }), 413],
  ])('%s is malformed', async (_what, type, body, status) => {
    const answer = await post(type, body);
    expect([answer.status, codeOf(answer), raisedAt(answer)]).toEqual([status, 'MALFORMED_REQUEST', 'MalformedQueryException']);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });

  it.each([
    ['GET', '/graphql?query=%7Buser%7Bid%7D%7D', 405],
    ['PUT', '/graphql', 405],
    ['DELETE', '/_gql', 405],
    ['GET', '/graphql/schema', 404],
    ['POST', '/_gql/more', 404],
  ])('%s %s is not allowed', async (method, path, status) => {
    const answer = await send(url, method, path, withKey('application/json', ''));
    expect([answer.status, codeOf(answer), raisedAt(answer)]).toEqual([status, 'OPERATION_NOT_ALLOWED', 'OperationNotAllowedException']);
  });

  it('a position of another log is malformed, and what no parser reads is one of its own exceptions', async () => {
    const answer = await post('application/json', query, '/graphql', [['Keyledger-Min-Position', 'x']]);
    expect(raisedAt(answer)).toBe('MalformedQueryException');
    const port = Number(new URL(url).port);
    for (const bytes of [
      'POST /graphql HTTP/1.1\r\nConnection: close\r\n\r\n',
      'NONSENSE\r\n\r\n',
      `POST /graphql HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
    ]) {
      const [head, text] = (await rawAnswer(port, bytes)).split('\r\n\r\n');
      const status = Number(head.split(' ')[1]);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(bareExceptions).not.toContain(raisedAt({ status, text }));
      expect(raisedAt({ status, text })).not.toBeNull();
    }
  });

  it('success is exactly 200, at both addresses', async () => {
    for (const path of ['/graphql', '/graphql/', '/_gql']) {
      const { status, body } = await post('application/json', query, path);
      expect([status, body.data.user.id]).toEqual([200, key.person.id]);
    }
  });
});
