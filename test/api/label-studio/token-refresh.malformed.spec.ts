import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /api/token/refresh', () => {
  const app = runningApp();

  describe('answers 400', () => {
    it.each([
      [{}, 'This field is required.'],
      [{ refresh: null }, 'This field may not be null.'],
      [{ refresh: '' }, 'This field may not be blank.'],
      [{ refresh: '  ' }, 'This field may not be blank.'],
      [{ refresh: true }, 'Not a valid string.'],
      [{ refresh: [] }, 'Not a valid string.'],
      [{ refresh: {} }, 'Not a valid string.'],
    ])('for %j: %s', async (body, problem) => {
      expectEnvelope(await app().request('POST', '/api/token/refresh/', { body }), 400, 'Validation error', { refresh: [problem] });
    });

    it('for a request without a body', async () => {
      expectEnvelope(await app().request('POST', '/api/token/refresh/'), 400, 'Validation error', { refresh: ['This field is required.'] });
    });

    it.each([
      ['[]', 'list'],
      ['"x"', 'str'],
      ['7', 'int'],
      ['7.5', 'float'],
      ['true', 'bool'],
    ])('for the body %s', async (rawBody, kind) => {
      const problem = { non_field_errors: [`Invalid data. Expected a dictionary, but got ${kind}.`] };
      expectEnvelope(await app().request('POST', '/api/token/refresh/', { rawBody }), 400, 'Validation error', problem);
    });

    it.each(['{', '{"refresh":"a","refresh":"b"}', '{"__proto__":{}}', `${'['.repeat(30)}${']'.repeat(30)}`, '\ufeff{}', '{"a":1e999}'])(
      'for the malformed body %s',
      async (rawBody) => {
        const answer = await app().request('POST', '/api/token/refresh/', { rawBody });
        expect(answer.status).toBe(400);
        expect(answer.body.detail).toMatch(/^JSON parse error - /);
      },
    );

    const boundary = { 'content-type': 'multipart/form-data; boundary=b' };
    const part = (disposition: string) => `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\nx\r\n--b--\r\n`;

    it.each([
      ['a file', part('name="refresh"; filename="token.txt"')],
      ['a prototype key', part('name="__proto__"')],
      ['no end', part('name="refresh"').slice(0, 40)],
      ['too many fields', part('name="a"').replace('--b--\r\n', '').repeat(60) + part('name="refresh"')],
    ])('for a form with %s', async (_what, rawBody) => {
      const answer = await app().request('POST', '/api/token/refresh/', { headers: boundary, rawBody });
      expectEnvelope(answer, 400, 'Multipart form parse error - The body is not a form of text fields.');
    });

    it('for two Authorization headers, although none is read here', async () => {
      const url = new URL(await app().listen());
      const headers = `Host: ${url.host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n`;
      const twice = 'Authorization: Token a\r\nAuthorization: Token b\r\n';
      const answer = await rawAnswer(Number(url.port), `POST /api/token/refresh HTTP/1.1\r\n${headers}${twice}\r\n{}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('Exactly one credential may be sent with a request.');
    });
  });

  describe('answers 405', () => {
    it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('to %s', async (method) => {
      const answer = await app().request(method, '/api/token/refresh/');
      expectEnvelope(answer, 405, `Method "${method}" not allowed.`);
      expect(answer.headers.allow).toBe('POST');
    });
  });

  describe('answers 413', () => {
    it('for a body over 64 KiB, whatever says how long it is', async () => {
      const refresh = 'x'.repeat(70_000);
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh } })).status).toBe(413);
      expect((await app().request('POST', '/api/token/refresh/', { form: { refresh } })).status).toBe(413);
    });
  });

  describe('answers 415', () => {
    it.each(['text/plain', 'application/xml'])('for %s', async (type) => {
      const answer = await app().request('POST', '/api/token/refresh/', { headers: { 'content-type': type }, rawBody: '{}' });
      expectEnvelope(answer, 415, `Unsupported media type "${type}" in request.`);
    });
  });
});
