import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HttpAdapterHost } from '@nestjs/core';
import { OutcomeUnknown } from '#event-store/event-store';
import { readEverything } from '../../support/events.js';
import { eventually } from '../../support/eventually.js';
import { runningApp } from '../../support/running-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

const query = 'mutation($name: String!){createApiKey(data: {name: $name}){id jwt}}';

describe('POST /graphql for a key that is not delivered', () => {
  const app = runningApp();
  let owner: Asker;
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(await app().listen()).port);
    owner = await askerOf(app(), app().owner, 'administrator');
  });
  const keys = async () => (await app().request('GET', '/v1/api-keys?limit=200', { headers: await app().signIn() })).body.items;
  const named = async (name: string) => (await keys()).filter((key: { name: string }) => key.name === name);
  const revocationOf = async (id: string) =>
    (await readEverything(app().store, null)).find(({ type, stream }) => type === 'TokenRevoked' && stream === `token-${id}`);

  it('revokes it when the connection breaks before the answer', async () => {
    const body = JSON.stringify({ query, variables: { name: 'lost' } });
    const head = [
      'POST /graphql HTTP/1.1',
      'Host: a',
      `Authorization: ${owner.headers.authorization}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const socket = connect(port, '127.0.0.1');
    const isClosed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    app().interruptBefore('TokenIssued', async () => {
      socket.resetAndDestroy();
      await isClosed;
      await eventually(async () => expect(await connections()).toBe(0));
    });
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    await isClosed;
    await eventually(async () => expect((await named('lost'))[0]).toMatchObject({ state: 'revoked' }));
    const [{ id }] = await named('lost');
    const { data, actor } = (await revocationOf(id)) ?? {};
    expect([data, actor]).toEqual([
      expect.objectContaining({ by: 'system', cause: 'undelivered' }),
      expect.objectContaining({ kind: 'system', id: 'api' }),
    ]);
  });

  it('leaves alone one whose answer was read', async () => {
    const { body } = await owner.ask(query, { name: 'read' });
    expect((await named('read'))[0]).toMatchObject({ id: body.data.createApiKey.id, state: 'active' });
  });

  it('revokes one of which it is not known whether it was stored, and says so in an answer that the SDK does not repeat', async () => {
    app().store.onAppended = () => {
      throw new OutcomeUnknown('The process cannot tell.');
    };
    const answer = await owner.ask(query, { name: 'unknown' });
    app().store.onAppended = () => {};
    expect(refusalOf(answer)).toEqual([200, 'INTERNAL_SERVER_ERROR']);
    await eventually(async () => expect((await named('unknown'))[0]).toMatchObject({ state: 'revoked' }));
  });

  it('answers 503, which the SDK repeats, while nothing can be stored, and there is no key', async () => {
    app().dieAfter(app().appends());
    const answer = await owner.ask(query, { name: 'never' });
    app().dieAfter(Number.POSITIVE_INFINITY);
    expect(refusalOf(answer)).toEqual([503, 'INTERNAL_SERVER_ERROR']);
    expect(answer.headers['retry-after']).toBe('1');
    expect(await named('never')).toEqual([]);
  });

  /** Those that the server has not noticed to be over. */
  const connections = () =>
    new Promise<number>((resolve) =>
      app()
        .get(HttpAdapterHost)
        .httpAdapter.getHttpServer()
        .getConnections((_error: unknown, count: number) => resolve(count)),
    );
});
