import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/auth', () => {
  describe('answers 200', () => {
    const app = runningApp();
    let port: number;
    beforeAll(async () => {
      port = Number(new URL(await app().listen()).port);
    });

    it.each([1, 10, 38, 60, 100, 1000])(
      'in a head of at most 3 KiB, whatever is assigned: %i workspaces, and as many projects',
      async (count) => {
        const headers = await app().signIn();
        await app().request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 100 } });
        for (const idLength of [5, 36, 60]) {
          const ids = Array.from({ length: count }, (_, index) => String(index).padStart(idLength, 'w'));
          const all = ids.join(',');
          for (const scope of [{ workspaceIds: ids, projectIds: ids }, { projectIds: ids }]) {
            const name = `${count} ${idLength} ${Object.keys(scope)}`;
            const { credential, serviceAccount } = (
              await app().request('POST', '/v1/service-accounts', { headers, body: { name, role: 'annotator' } })
            ).body;
            for (const [member, value] of Object.entries(scope)) {
              const path = `/v1/service-accounts/${serviceAccount.id}`;
              expect((await app().request('PATCH', path, { headers, body: { [member]: value } })).status).toBe(200);
            }
            const answer = await rawAnswer(
              port,
              `GET /v1/auth HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Token ${credential}\r\n\r\n`,
            );
            expect(answer.length).toBeLessThanOrEqual(3072);
            const listed = (name: string) => new RegExp(`^X-Keyledger-${name}: (.*)$`, 'm').exec(answer)?.[1].trim();
            const [workspaces, projects] = [listed('Workspaces'), listed('Projects')];
            expect([scope.workspaceIds ? all : '', '!']).toContain(workspaces);
            expect([all, '!']).toContain(projects);
            if (all.length <= 1200) expect([workspaces, projects]).toEqual([scope.workspaceIds ? all : '', all]);
          }
        }
      },
    );
  });
});
