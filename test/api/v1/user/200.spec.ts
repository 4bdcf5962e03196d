import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/{id} answers 200', () => {
  const app = runningApp();

  it('with the person', async () => {
    const person = await app().register('manager');
    const { body } = await app().request('GET', `/v1/users/${person.id}`, { headers: await app().signIn() });
    expect(body).toMatchObject({ id: person.id, email: person.email, role: 'manager', disabled: false });
  });
});
