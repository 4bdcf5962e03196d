import { describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { permissionTable } from '#api/edge/openapi/permission-table';
import { routesOf } from '#api/edge/openapi/routes';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/permissions', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with every route and who may call it, as the reference says it', async () => {
      const { items } = (await app().request('GET', '/v1/permissions')).body;
      const rows = items.map(({ method, path, who }: Record<string, string>) => `| \`${method} ${path}\` | ${who} |`);
      expect(permissionTable(routesOf(app().get(DiscoveryService)))).toBe(['| route | who |', '|---|---|', ...rows].join('\n'));
    });

    it('with the same for programs', async () => {
      const { items } = (await app().request('GET', '/v1/permissions')).body;
      const of = (route: string) => items.find(({ method, path }: Record<string, string>) => `${method} ${path}` === route);
      expect(of('POST /v1/service-accounts')).toMatchObject({
        public: false,
        roles: ['administrator', 'owner'],
        act: 'grant',
        usersOnly: false,
        sessionOnly: false,
      });
      expect(of('GET /v1/sessions')).toMatchObject({ act: 'read', usersOnly: true });
      expect(of('DELETE /v1/sessions/current')).toMatchObject({ sessionOnly: true });
      expect(of('POST /v1/sessions')).toMatchObject({ public: true, roles: [], act: null });
    });
  });
});
