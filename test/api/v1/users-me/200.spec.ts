import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/me answers 200', () => {
  const app = runningApp();

  it.each(['annotator', 'auditor', 'administrator'] as const)('to an %s with themselves', async (role) => {
    const person = await app().register(role);
    const { body } = await app().request('GET', '/v1/users/me', { headers: await app().signIn(person) });
    expect(body).toMatchObject({ id: person.id, email: person.email, role });
  });
});
