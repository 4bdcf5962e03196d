import { describe, expect, it } from '@jest/globals';
import { admits, makeKey } from '../../../support/api-keys.js';
import { runningApp } from '../../../support/running-app.js';

const from = (address: string) => ({ 'x-forwarded-for': address });

describe('An API key with a list of addresses', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.0/8' });
  const keyFor = (...allowedIpCidrs: string[]) => makeKey(app(), { role: 'administrator', allowedIpCidrs });

  it('is good from these addresses, in either form, and from no other', async () => {
    const { headers } = await keyFor('192.0.2.0/24', '2001:db8::/32', '::ffff:198.51.100.7');
    const good = ['192.0.2.9', '::ffff:192.0.2.9', '2001:db8:1::1', '198.51.100.7', '::ffff:198.51.100.7'];
    for (const address of good) expect([address, await admits(app(), { ...headers, ...from(address) })]).toEqual([address, 200]);
    for (const address of ['192.0.3.1', '2001:db9::1', '198.51.100.8', 'unknown', '']) {
      expect([address, await admits(app(), { ...headers, ...from(address) })]).toEqual([address, 401]);
    }
    expect(await admits(app(), headers)).toBe(401);
  });

  it('is judged by the address of the trusted proxy’s client behind the router, too', async () => {
    const { headers } = await keyFor('192.0.2.9');
    expect((await app().request('GET', '/v1/users/me', { headers: { ...headers, ...from('192.0.2.9') } })).status).toBe(200);
    expect((await app().request('GET', '/v1/users/me', { headers: { ...headers, ...from('192.0.2.9, 203.0.113.1') } })).status).toBe(401);
  });

  it('is inactive to a verifier that does not say where it was presented', async () => {
    const { credential } = await keyFor('192.0.2.9');
    const session = await app().signIn();
    const verifier = await app().request('POST', '/v1/verifiers', { headers: session, body: { name: 'gateway' } });
    const headers = { authorization: `Bearer ${verifier.body.credential}` };
    const ask = async (form: Record<string, string>) =>
      (await app().request('POST', '/oauth/introspect', { headers, form: { token: credential, ...form } })).body.active;
    expect(await ask({})).toBe(false);
    expect(await ask({ client_ip: '192.0.2.9' })).toBe(true);
    expect(await ask({ client_ip: '192.0.2.8' })).toBe(false);
    const { status } = await app().request('POST', '/oauth/introspect', { headers, form: { token: credential, client_ip: 'home' } });
    expect(status).toBe(400);
  });

  it('is good after a restart, from the same addresses, and none of them is in the data', async () => {
    const { headers } = await keyFor('192.0.2.77');
    await app().restart();
    expect(await admits(app(), { ...headers, ...from('192.0.2.77') })).toBe(200);
    expect(await admits(app(), { ...headers, ...from('192.0.2.78') })).toBe(401);
  });

  it('is good by the newest list alone, from the moment at which the change is answered', async () => {
    const { id, headers } = await keyFor('192.0.2.0/24');
    const session = await app().signIn();
    for (const allowedIpCidrs of [['192.0.2.4'], ['192.0.2.5'], []]) {
      const { status } = await app().request('PATCH', `/v1/api-keys/${id}`, { headers: session, body: { allowedIpCidrs } });
      expect(status).toBe(200);
      expect(await admits(app(), { ...headers, ...from('192.0.2.5') })).toBe(allowedIpCidrs[0] === '192.0.2.4' ? 401 : 200);
    }
  });
});
