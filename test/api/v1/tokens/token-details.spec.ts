import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';
import type { TestApp } from '../../../support/test-app.js';

/** A personal token of somebody who is signed in. */
async function issued(app: TestApp) {
  const person = await app.register('manager');
  const headers = await app.signIn(person);
  const { token } = (await app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal', name: 'before' } })).body;
  return { headers, token, path: `/v1/tokens/${token.id}` };
}

describe('GET /v1/tokens/{id}', () => {
  const app = runningApp();

  it('answers 200 with the token, to its owner and to those who oversee the organization', async () => {
    const { headers, path, token } = await issued(app());
    for (const asked of [headers, await app().signIn(await app().register('auditor'))]) {
      expect((await app().request('GET', path, { headers: asked })).body).toMatchObject({
        id: token.id,
        name: 'before',
        state: 'active',
      });
    }
  });

  it('answers 404 for a token of somebody else or of another organization, for a session, and for none', async () => {
    const { path } = await issued(app());
    const other = await app().signIn(await app().register('manager'));
    expect((await app().request('GET', path, { headers: other })).status).toBe(404);
    const { owner } = await app().secondOrganization();
    expect((await app().request('GET', path, { headers: await app().signIn(owner) })).status).toBe(404);
    const headers = await app().signIn();
    const [{ id: session }] = (await app().request('GET', '/v1/sessions', { headers })).body.items;
    for (const id of [session, 'none']) expect((await app().request('GET', `/v1/tokens/${id}`, { headers })).status).toBe(404);
  });
});

describe('PATCH /v1/tokens/{id}', () => {
  const app = runningApp();
  const rename = (path: string, headers: Record<string, string>, name: unknown = 'after') =>
    app().request('PATCH', path, { headers, body: { name } });

  describe('answers 200', () => {
    it('with the new name, which lists show from then on, and an entity tag that a use does not change', async () => {
      const { headers, path, token } = await issued(app());
      const { headers: told } = await app().request('GET', path, { headers });
      const renamed = await rename(path, { ...headers, 'if-match': String(told.etag) });
      expect(renamed).toMatchObject({ status: 200, body: { id: token.id, name: 'after' } });
      const shown = await app().request('GET', path, { headers });
      expect(shown.body.name).toBe('after');
      expect(shown.headers.etag).toBe(renamed.headers.etag);
      expect((await app().request('GET', '/v1/tokens', { headers })).body.items[0].name).toBe('after');
    });

    it('and appends nothing for the name that it has', async () => {
      const { headers, path } = await issued(app());
      const before = app().appends();
      expect((await rename(path, headers, 'before')).status).toBe(200);
      expect(app().appends()).toBe(before);
    });
  });

  it('answers 400 for a name of another form', async () => {
    const { headers, path } = await issued(app());
    for (const name of ['', ' ', 'two\nlines', null, 7]) expect((await rename(path, headers, name)).status).toBe(400);
  });

  it('answers 404 for a token of somebody else, whoever asks', async () => {
    const { path } = await issued(app());
    expect((await rename(path, await app().signIn())).status).toBe(404);
  });

  it('answers 409 for a token that was revoked', async () => {
    const { headers, path } = await issued(app());
    await app().request('DELETE', path, { headers });
    expect((await rename(path, headers)).body).toMatchObject({ code: 'token/revoked' });
  });

  describe('answers 412', () => {
    it('when somebody changed the token since it was read', async () => {
      const { headers, path } = await issued(app());
      const { headers: told } = await app().request('GET', path, { headers });
      await rename(path, headers, 'meanwhile');
      expect((await rename(path, { ...headers, 'if-match': String(told.etag) })).status).toBe(412);
    });

    it('to one of two who rename it at once', async () => {
      const { headers, path } = await issued(app());
      const { headers: told } = await app().request('GET', path, { headers });
      const withTag = { ...headers, 'if-match': String(told.etag) };
      app().interruptBefore('TokenRenamed', () => rename(path, headers, 'first'));
      expect((await rename(path, withTag, 'second')).status).toBe(412);
    });
  });

  it('answers 422 for a legacy token, which has no name', async () => {
    await app().enableLegacyTokens();
    const headers = await app().signIn();
    const { token } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } })).body;
    expect((await rename(`/v1/tokens/${token.id}`, headers)).body).toMatchObject({ status: 422, code: 'token/not-named' });
  });
});
