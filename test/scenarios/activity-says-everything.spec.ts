import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { heldRefusedAttempts } from '../support/held-refused-attempts.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

interface Entry {
  readonly type: string;
  readonly actor: { readonly id: string; readonly credentialId: string | null };
  // biome-ignore lint/suspicious/noExplicitAny: each type of event says something else.
  readonly details: any;
}

describe('S2: the activity log says everything that concerns whoever is asked about', () => {
  const app = runningApp();
  let flush: () => Promise<void>;
  beforeAll(() => {
    flush = heldRefusedAttempts(app());
  });
  const list = async (query: string, person: Person = app().owner) => {
    const answer = await app().request('GET', `/v1/activity?limit=200&${query}`, { headers: await app().signIn(person) });
    expect(answer.status).toBe(200);
    return answer.body.items as Entry[];
  };
  const types = async (query: string, person?: Person) => (await list(query, person)).map(({ type }) => type);
  const byOwner = async (method: string, path: string, body?: object) => {
    const answer = await app().request(method, path, { headers: await app().signIn(), body });
    expect(`${method} ${path} ${answer.status < 300}`).toBe(`${method} ${path} true`);
    return answer.body;
  };

  it("an administrator's revocation of a person's token is under the token, under the person, and under the administrator", async () => {
    const [alice, administrator] = [await app().register('annotator'), await app().register('administrator')];
    const { tokenId } = await app().tokensOf(alice);
    const headers = await app().signIn(administrator);
    await app().request('DELETE', `/v1/tokens/${tokenId}?cause=leaked`, { headers });
    for (const query of [`subject=${tokenId}`, `subject=${alice.id}`, `actor=${administrator.id}`]) {
      expect(await types(query)).toContain('TokenRevoked');
    }
    const [session] = (await list(`actor=${administrator.id}&type=TokenRevoked`)).map(({ actor }) => actor.credentialId);
    expect(await types(`credential=${session}`)).toContain('TokenRevoked');
    expect(await types(`credential=${tokenId}`)).not.toContain('TokenRevoked');
    expect(await types('', alice)).toContain('TokenRevoked');
  });

  it("the reset of a service account's token is under the account, and so is all that became of it", async () => {
    const { serviceAccount, credential } = await byOwner('POST', '/v1/service-accounts', {
      name: 'exporter',
      role: 'reviewer',
      workspaceIds: ['w1'],
    });
    await byOwner('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`);
    await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } });
    await flush();
    await byOwner('DELETE', `/v1/service-accounts/${serviceAccount.id}`);
    const wanted = [
      'ServiceAccountCreated',
      'TokenIssued',
      'ServiceAccountAdmitted',
      'TokenRotated',
      'AttemptsRefused',
      'ServiceAccountReleased',
    ];
    await eventually(async () => {
      const about = await types(`subject=${serviceAccount.id}`);
      for (const type of [...wanted, 'TokensRevoked']) expect(about).toContain(type);
    });
    expect(await types('subject=w1')).toContain('ServiceAccountCreated');
  });

  it('attempts that were refused are under the token and its owner, who is shown no attempt of anybody else', async () => {
    const [ann, ben] = [await app().register('annotator'), await app().register('annotator')];
    const [ofAnn, ofBen] = [await app().tokensOf(ann), await app().tokensOf(ben)];
    for (const { tokenId, access } of [ofAnn, ofBen]) {
      await byOwner('DELETE', `/v1/tokens/${tokenId}`);
      await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    }
    await flush();
    for (const subject of [ofAnn.tokenId, ann.id]) expect(await types(`subject=${subject}`)).toContain('AttemptsRefused');
    const [shownToAll] = await list(`subject=${ann.id}&type=AttemptsRefused`);
    expect(shownToAll.details.attempts.length).toBeGreaterThan(1);
    const [shownToAnn] = await list('type=AttemptsRefused', ann);
    expect(shownToAnn.details.attempts).toEqual([{ reason: 'revoked', tokenId: ofAnn.tokenId, count: 1 }]);
  });

  it('what a disabling did to tokens is under each of them', async () => {
    const person = await app().register('annotator');
    const { tokenId } = await app().tokensOf(person);
    await byOwner('POST', `/v1/users/${person.id}/disable`);
    await eventually(async () => expect(await types(`subject=${tokenId}`)).toContain('TokensSuspended'));
    await byOwner('POST', `/v1/users/${person.id}/enable`);
    await eventually(async () => expect(await types(`subject=${tokenId}`)).toContain('TokensResumed'));
  });

  it('what happened to the installation is shown to those who oversee any organization, and to nobody else', async () => {
    const second = await app().secondOrganization();
    const auditor = await app().register('auditor', second.organizationId);
    const { items } = await byOwner('GET', '/v1/signing-keys');
    const { kid } = items.find(({ status }: { status: string }) => status === 'active');
    await byOwner('POST', `/v1/signing-keys/${kid}/retire`);
    for (const overseer of [app().owner, second.owner, auditor]) {
      for (const type of ['LogCreated', 'SigningKeyPublished', 'SigningKeyRetired']) {
        expect(await types(`type=${type}`, overseer)).toContain(type);
      }
      expect(await types(`subject=${kid}`, overseer)).toContain('SigningKeyRetired');
    }
    const annotator = await app().register('annotator', second.organizationId);
    expect(await types('', annotator)).not.toContain('SigningKeyRetired');
    const hidden = await app().request('GET', `/v1/activity?subject=${kid}`, { headers: await app().signIn(annotator) });
    expect(hidden.status).toBe(400);
  });
});
