import { describe, expect, it } from '@jest/globals';
import { SigningKeys } from '#credentials/signing-keys';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { signerOf } from '../bad-input/forge.js';
import { eventually } from '../support/eventually.js';
import { historyOf, type Replaceable, recordedUse, replaceable } from '../support/overlaps.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';

/** Somebody found a copy of the old credential, or a script was forgotten: what it can do while the overlap keeps it good. */
describe('The holder of an old credential within its overlap', () => {
  const app = runningApp();
  const hour = { overlapSeconds: 3600 };
  const isGood = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status === 200;
  const post = (path: string, refresh: string, authorization: string) =>
    app().request('POST', path, { headers: { authorization }, body: { refresh } });
  const types = async ({ tokenId }: Replaceable) => (await historyOf(app(), tokenId)).map(({ type }) => type);

  async function rotated() {
    const token = await replaceable(app(), 'personal');
    const newest = await token.shownIn(await token.replace(hour));
    return { token, old: token.first, newest };
  }

  it('uses it without being noted as one who presents what was replaced', async () => {
    const { token, old } = await rotated();
    await app().exchange(old.text);
    expect(await types(token)).toEqual(['TokenRotated']);
  });

  it('rotates nothing with it', async () => {
    const { token, old, newest } = await rotated();
    const { status, body } = await post('/api/token/rotate', old.text, old.header);
    expect([status, body.validation_errors]).toEqual([400, { non_field_errors: ['Invalid refresh token'] }]);
    expect([await types(token), await isGood(newest.header)]).toEqual([['TokenRotated'], true]);
  });

  it('ends with a rotation by the holder of the newest, which by possession leaves no overlap', async () => {
    const { old, newest } = await rotated();
    const { status, body } = await post('/api/token/rotate', newest.text, newest.header);
    expect(status).toBe(200);
    expect([await isGood(old.header), await isGood(newest.header)]).toEqual([false, false]);
    await app().exchange(body.refresh);
  });

  it.each(['whole', 'as it is listed'])('ends it alone by blacklisting it %s, once', async (form) => {
    const { token, old, newest } = await rotated();
    const presented = form === 'whole' ? old.text : old.text.slice(0, old.text.lastIndexOf('.'));
    expect((await post('/api/token/blacklist', presented, newest.header)).status).toBe(204);
    expect([await isGood(old.header), await isGood(newest.header)]).toEqual([false, true]);
    expect((await post('/api/token/blacklist', presented, newest.header)).status).toBe(404);
    expect(await types(token)).toEqual(['TokenRotated', 'PreviousGenerationEnded']);
  });

  it('ends both by blacklisting the newest', async () => {
    const { old, newest } = await rotated();
    expect((await post('/api/token/blacklist', newest.text, newest.header)).status).toBe(204);
    expect([await isGood(old.header), await isGood(newest.header)]).toEqual([false, false]);
  });

  it.each(['personal', 'service-account'] as const)('ends it alone by possession (RFC 7009): a %s token', async (kind) => {
    const token = await replaceable(app(), kind);
    const newest = await token.shownIn(await token.replace(hour));
    const revoke = ({ text }: { text: string }) => app().request('POST', '/oauth/revoke', { form: { token: text } });
    expect((await revoke(token.first)).status).toBe(200);
    expect([await isGood(token.first.header), await isGood(newest.header)]).toEqual([false, true]);
    expect((await historyOf(app(), token.tokenId)).at(-1)).toMatchObject({ type: 'PreviousGenerationEnded', by: 'possession' });
    expect((await revoke(token.first)).status).toBe(200);
    expect((await revoke(newest)).status).toBe(200);
    expect(await isGood(newest.header)).toBe(false);
  });

  it('loses it with the legacy token that it was made with, though the rotation set its successor free', async () => {
    await app().enableLegacyTokens();
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const legacy = (await app().request('GET', '/api/current-user/token', { headers })).body.token;
    const made = await app().request('POST', '/v1/tokens', { headers: { authorization: `Token ${legacy}` }, body: { kind: 'personal' } });
    const { token, credential } = made.body;
    const old = `Bearer ${await app().exchange(credential)}`;
    const { body } = await app().request('POST', `/v1/tokens/${token.id}/rotate`, { headers, body: hour });
    const newest = `Bearer ${await app().exchange(body.credential)}`;
    expect([await isGood(old), await isGood(newest)]).toEqual([true, true]);
    await app().request('POST', '/api/current-user/reset-token', { headers });
    expect([await isGood(old), await isGood(newest)]).toEqual([false, true]);
  });

  it('loses it with the key that signed it, also in an access token that another key signs', async () => {
    const { old } = await rotated();
    const keyOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url').toString()).kid;
    const headers = await app().signIn();
    const person = await app().register('manager');
    const { personal, tokenId } = await app().tokensOf(person);
    expect(keyOf(personal)).toBe(keyOf(old.text));
    app().clock.stop();
    await app().request('POST', '/v1/signing-keys/rotate', { headers });
    // The worker does not believe a clock that jumps as far as a key waits.
    for (const seconds of [301, 301]) {
      app().clock.advance(seconds);
      await recordDue(app());
    }
    await eventually(async () => expect(keyOf(await app().exchange(personal))).not.toBe(keyOf(personal)));
    const session = await app().signIn(person);
    const rotation = await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session, body: hour });
    const access = await app().exchange(personal);
    const newest = `Bearer ${await app().exchange(rotation.body.credential)}`;
    expect(keyOf(access)).not.toBe(keyOf(personal));
    expect(await isGood(`Bearer ${access}`)).toBe(true);
    const retirement = await app().request('POST', `/v1/signing-keys/${keyOf(personal)}/retire`, { headers: await app().signIn() });
    expect(retirement.status).toBe(204);
    expect([await isGood(`Bearer ${access}`), await isGood(newest)]).toEqual([false, true]);
  });

  it('is not helped by a stolen signing key: only what was minted is good, and a forged text uses nothing', async () => {
    const token = await replaceable(app(), 'personal');
    const newest = (await token.replace({ ...hour, endsOnFirstUse: true })).body.credential;
    const { signed, header } = signerOf(app().get(SigningKeys).active);
    for (const text of [token.first.text, newest]) {
      const claims = JSON.parse(Buffer.from(text.split('.')[1], 'base64url').toString());
      const forged = signed(header({ typ: 'pat+jwt' }), { ...claims, jti: 'f'.repeat(32) });
      expect((await app().request('POST', '/api/token/refresh', { body: { refresh: forged } })).status).toBe(401);
    }
    // What a forged text had begun to append there would stand before what is appended now.
    const record = { type: 'RecordSuperseded', generation: 1 } as const;
    await app().get(Ledger).on(Token.stream(token.tokenId)).handle(record, app().origin(app().owner.organizationId));
    expect(await types(token)).toEqual(['TokenRotated', 'SupersededTokenPresented']);
    await app().exchange(token.first.text);
    await app().exchange(newest);
    await recordedUse(app(), token.tokenId);
  });
});
