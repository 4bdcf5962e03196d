import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/refresh answers 400', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each([
    [{}, 'This field is required.'],
    [{ refresh: null }, 'This field may not be null.'],
    [{ refresh: '' }, 'This field may not be blank.'],
    [{ refresh: '  ' }, 'This field may not be blank.'],
    [{ refresh: true }, 'Not a valid string.'],
    [{ refresh: [] }, 'Not a valid string.'],
    [{ refresh: {} }, 'Not a valid string.'],
  ])('for %j: %s', async (body, problem) => {
    expectEnvelope(await app.request('POST', '/api/token/refresh/', { body }), 400, 'Validation error', { refresh: [problem] });
  });

  it('for a request without a body', async () => {
    expectEnvelope(await app.request('POST', '/api/token/refresh/'), 400, 'Validation error', { refresh: ['This field is required.'] });
  });

  it.each([
    ['[]', 'list'],
    ['"x"', 'str'],
    ['7', 'int'],
  ])('for the body %s', async (rawBody, kind) => {
    const problem = { non_field_errors: [`Invalid data. Expected a dictionary, but got ${kind}.`] };
    expectEnvelope(await app.request('POST', '/api/token/refresh/', { rawBody }), 400, 'Validation error', problem);
  });

  it.each(['{', '{"refresh":"a","refresh":"b"}', '{"__proto__":{}}', `${'['.repeat(30)}${']'.repeat(30)}`, '\ufeff{}', '{"a":1e999}'])(
    'for the malformed body %s',
    async (rawBody) => {
      const answer = await app.request('POST', '/api/token/refresh/', { rawBody });
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toMatch(/^JSON parse error - /);
    },
  );
});
