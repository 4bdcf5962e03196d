import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { OpenReplays } from '#api/features/activity/open-replays';
import { PersonalData } from '#credentials/personal-data';
import { EventStore, NO_STREAM } from '#event-store/event-store';
import { draft, readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { runningApp } from '../support/running-app.js';

/** Somebody with the credential of an auditor, which only reads, tries to stop everybody else by reading. */
describe('A stolen credential that only reads', () => {
  const app = runningApp();
  const sockets: Socket[] = [];
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
  });
  let url: Promise<string> | null = null;
  const listening = () => (url ??= app().listen());
  const everything = () => readEverything(app().get(EventStore), null);
  const lengthen = async (stream: string, count: number, data: Record<string, unknown>) => {
    const { organizationId } = app().owner;
    const drafts = Array.from({ length: count }, () => ({ ...draft(data), organizationId }));
    await app().get(EventStore).append(stream, NO_STREAM, drafts);
  };
  const auditor = async () => app().signIn(await app().register('auditor'));

  it('makes the server read nothing by HEAD, and records nothing', async () => {
    const headers = await auditor();
    const before = (await everything()).length;
    const store = app().get(EventStore);
    const readAll = store.readAll.bind(store);
    let reads = 0;
    store.readAll = (...page) => {
      reads += 1;
      return readAll(...page);
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => app().request('HEAD', '/v1/activity/replay', { headers })));
    store.readAll = readAll;
    expect(new Set(answers.map(({ status, headers: { allow } }) => `${status} ${allow}`))).toEqual(new Set(['405 GET']));
    expect(reads).toBe(0);
    expect((await everything()).length).toBe(before);
  });

  it('has the log read twice at a time, however often it asks, and others are answered in between', async () => {
    const source = await app().get(PersonalData).seal('day-2030-01-01', { stream: 'activity', field: 'source', schemaVersion: 1 }, 'x');
    await lengthen('activity-many', 400, { source });
    const owner = await app().signIn();
    const { access } = await app().tokensOf();
    let opened = 0;
    let openedMost = 0;
    const personalData = app().get(PersonalData);
    const open = personalData.open.bind(personalData);
    // Each costs a millisecond by the clock of the server, which turns are measured with.
    personalData.open = (...sealed) => {
      app().clock.advance(0.001);
      opened += 1;
      return open(...sealed);
    };
    let isLooking = true;
    const turns = async () => {
      for (; isLooking; await new Promise(setImmediate)) {
        openedMost = Math.max(openedMost, opened);
        opened = 0;
      }
    };
    const turning = turns();
    const flood = Array.from({ length: 300 }, () => app().request('GET', '/v1/activity/replay?opened=true', { headers: owner }));
    const verdict = await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    isLooking = false;
    await turning;
    personalData.open = open;
    expect(verdict.status).toBe(200);
    expect(statuses.filter((status) => status === 200).length).toBe(2);
    expect(statuses.filter((status) => status === 429).length).toBe(298);
    expect(openedMost).toBeGreaterThan(0);
    expect(openedMost).toBeLessThanOrEqual(4);
  });

  it('keeps nobody out by following without reading: after half a minute its place is free', async () => {
    await lengthen('large', 200, { text: 'x'.repeat(200_000) });
    const { port } = new URL(await listening());
    const headers = await auditor();
    app().clock.stop();
    for (let each = 0; each < 2; each += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      sockets.push(socket);
      socket.pause().on('error', () => {});
      socket.write(`GET /v1/activity/replay?follow=true HTTP/1.1\r\nHost: a\r\nCookie: ${headers.cookie}\r\n\r\n`);
    }
    const replays = app().get(OpenReplays);
    await eventually(() => expect(replays.unread).toBe(2));
    app().clock.advance(29);
    replays.endUnread();
    expect(await askForNothing(headers)).toBe(429);
    app().clock.advance(2);
    await eventually(async () => expect(await askForNothing(headers)).toBe(200));
    const [first] = (await everything()).filter(({ type, data }) => type === 'ActivityExported' && data.follows === true);
    await eventually(async () => {
      expect((await everything()).find(({ data }) => data.exportId === first.id)?.data.complete).toBe(false);
    });
  });

  /** Whether a third would be answered; from the end of the log there is nothing to answer. */
  const askForNothing = async (headers: Record<string, string>) => {
    const [log, ...others] = await everything();
    return (await app().request('GET', `/v1/activity/replay?after=${log.id}:${others.length + 1}`, { headers })).status;
  };
});
