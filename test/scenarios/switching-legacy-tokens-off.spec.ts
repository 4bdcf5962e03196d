import { beforeAll, describe, expect, it } from '@jest/globals';
import { admits } from '../support/api-keys.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

const day = 86_400;

interface Owner extends Person {
  readonly tokenId: string;
  readonly headers: { readonly authorization: string };
}

describe('Switching legacy tokens off, knowing who breaks', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let daily: Owner;
  let yearly: Owner;
  let never: Owner;
  let madeWithLegacy: string;

  const withLegacyToken = async (): Promise<Owner> => {
    const person = await app().register('annotator');
    const { body } = await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body: { kind: 'legacy' } });
    return { ...person, tokenId: body.token.id, headers: { authorization: `Token ${body.credential}` } };
  };
  const use = ({ headers }: Owner) => admits(app(), headers);
  const used = async () => ({ daily: await use(daily), yearly: await use(yearly) });
  const change = async (legacyTokensEnabled: boolean) =>
    (await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { legacyTokensEnabled } })).status;
  const preview = async () => {
    const body = { legacyTokensEnabled: false };
    return (await app().request('POST', '/v1/organization/preview', { headers: await app().signIn(), body })).body;
  };
  /** By whose they are. */
  const list = async (filter: string): Promise<string[]> => {
    const path = `/v1/tokens?scope=organization&kind=legacy&sort=lastUsedAt&${filter}`;
    const { body } = await app().request('GET', path, { headers: await app().signIn() });
    return body.items.map(({ owner }: { owner: { email: string } }) => owner.email);
  };
  const daysAgo = (days: number) => new Date(app().clock.now().getTime() - days * day * 1000).toISOString();

  beforeAll(async () => {
    [daily, yearly, never] = [await withLegacyToken(), await withLegacyToken(), await withLegacyToken()];
    const byLegacy = await app().request('POST', '/api/token/', { headers: daily.headers });
    madeWithLegacy = byLegacy.body.token;
    expect(await used()).toEqual({ daily: 200, yearly: 200 });
    app().clock.advance(40 * day);
    expect(await use(daily)).toBe(200);
  });

  it('the preview counts what would stop and names whom it would hurt, and nothing has stopped', async () => {
    const { stopped, usedInLast30Days } = await preview();
    expect(stopped).toEqual({ tokens: 3, owners: 3 });
    expect(usedInLast30Days).toMatchObject({ tokens: 1, owners: 1, items: [{ id: daily.tokenId, owner: { email: daily.email } }] });
    expect(await use(daily)).toBe(200);
  });

  it('the list tells those who use theirs from those who stopped, and from those who never did', async () => {
    expect(await list('state=active')).toEqual([never.email, yearly.email, daily.email]);
    expect(await list(`state=active&lastUsedBefore=${daysAgo(30)}`)).toEqual([yearly.email]);
    expect(await list(`state=active&lastUsedBefore=${daysAgo(41)}`)).toEqual([]);
    expect(await list('state=active&neverUsed=true')).toEqual([never.email]);
  });

  it('switched off, the tokens that were counted are refused at once, and no others', async () => {
    expect(await change(false)).toBe(200);
    expect([await use(daily), await use(yearly), await use(never)]).toEqual([401, 401, 401]);
    expect(await list('state=active')).toEqual([]);
    expect(await list('state=suspended')).toEqual([never.email, yearly.email, daily.email]);
    expect((await app().request('POST', '/api/token/refresh', { body: { refresh: madeWithLegacy } })).status).toBe(200);
    expect((await preview()).stopped).toEqual({ tokens: 0, owners: 0 });
  });

  it('switched on again, all of them work as before, but for one that was revoked meanwhile', async () => {
    const path = `/v1/tokens/${yearly.tokenId}`;
    expect((await app().request('DELETE', path, { headers: await app().signIn() })).status).toBe(204);
    expect(await change(true)).toBe(200);
    expect([await use(daily), await use(yearly), await use(never)]).toEqual([200, 401, 200]);
    expect(await list('state=revoked')).toEqual([yearly.email]);
  });

  it('the log says who switched them off and on', async () => {
    const path = '/v1/activity?type=TokenTypeDisabled&type=TokenTypeEnabled&limit=2';
    const { body } = await app().request('GET', path, { headers: await app().signIn() });
    const by = { id: app().owner.id };
    expect(body.items).toMatchObject([
      { type: 'TokenTypeEnabled', actor: by, details: { tokenType: 'legacy' } },
      { type: 'TokenTypeDisabled', actor: by, details: { tokenType: 'legacy' } },
    ]);
  });
});
