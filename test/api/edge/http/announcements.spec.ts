import { describe, expect, it } from '@jest/globals';
import { Announcements } from '#api/edge/http/announcements';
import { Config } from '#installation/config';
import { Logger } from '#installation/logger';
import { runningApp } from '../../../support/running-app.js';

describe('What the edge announces', () => {
  const app = runningApp();
  const fail = () => {
    throw new Error('the listener is broken');
  };

  it('is that a request was admitted, also when its caller may not call the route', async () => {
    const admitted: string[] = [];
    app()
      .get(Announcements)
      .admitted.subscribe(({ token }, { url }) => admitted.push(`${token.ownerKind} ${url}`));
    const headers = await app().signIn(await app().register('annotator'));
    expect((await app().request('GET', '/v1/users', { headers })).status).toBe(403);
    expect(admitted).toEqual(['user /v1/users']);
  });

  it('is that a credential was refused, and that the request failed', async () => {
    const refused: unknown[] = [];
    const failed: unknown[] = [];
    const announcements = app().get(Announcements);
    announcements.refused.subscribe(({ reason, token }) => refused.push([reason, token]));
    announcements.failed.subscribe((_error, { status, code }) => failed.push([status, code]));
    await app().request('GET', '/v1/users', { headers: { authorization: 'Bearer nonsense' } });
    await app().request('GET', '/nowhere');
    expect(refused).toEqual([['unknown', null]]);
    expect(failed).toEqual([
      [401, 'credential/invalid'],
      [404, 'http'],
    ]);
  });

  it('changes no answer when a listener fails', async () => {
    const { admitted, refused, failed } = app().get(Announcements);
    for (const announcement of [admitted, refused, failed]) announcement.subscribe(fail);
    const headers = await app().signIn();
    expect((await app().request('GET', '/v1/users', { headers })).status).toBe(200);
    const answer = await app().request('GET', '/v1/users', { headers: { authorization: 'Bearer nonsense' } });
    expect([answer.status, answer.body.code]).toEqual([401, 'credential/invalid']);
  });

  it('reaches every listener when one fails, whose error is logged', () => {
    const lines: string[] = [];
    const logger = new Logger(Config.from({ KEYLEDGER_DATA_DIR: app().directory, KEYLEDGER_LOG_LEVEL: 'error' }), (line) =>
      lines.push(line),
    );
    const { failed } = new Announcements(logger);
    const heard: unknown[] = [];
    failed.subscribe(fail);
    failed.subscribe((error) => heard.push(error));
    failed.announce('what was thrown', { status: 500, code: 'http', detail: '' }, {} as never);
    expect(heard).toEqual(['what was thrown']);
    expect(lines).toEqual([expect.stringContaining('the listener is broken')]);
  });
});
