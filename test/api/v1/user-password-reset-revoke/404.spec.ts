import { describe, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/users/{id}/password-resets/{resetId} answers 404', () => {
  const app = runningApp();

  it('for a link of somebody else, for a token that is no link, and for none at all', async () => {
    const [person, other] = [await app().register('manager'), await app().register('manager')];
    const headers = await app().signIn();
    await app().request('POST', `/v1/users/${other.id}/password-reset`, { headers });
    const [{ id }] = (await app().request('GET', `/v1/users/${other.id}/password-resets`, { headers })).body.items;
    const { tokenId } = await app().tokensOf(person);
    for (const resetId of [id, tokenId, newId(), 'x']) {
      const answer = await app().request('DELETE', `/v1/users/${person.id}/password-resets/${resetId}`, { headers });
      expectProblem(answer, 404, 'password-reset/not-found');
    }
  });

  it('to owners of another organization', async () => {
    const person = await app().register('manager');
    await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
    const [{ id }] = (await app().request('GET', `/v1/users/${person.id}/password-resets`, { headers: await app().signIn() })).body.items;
    const headers = await app().signIn((await app().secondOrganization()).owner);
    expectProblem(await app().request('DELETE', `/v1/users/${person.id}/password-resets/${id}`, { headers }), 404, 'user/not-found');
  });
});
