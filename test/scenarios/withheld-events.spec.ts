import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

interface Line {
  readonly id?: string;
  readonly type: string;
  readonly stream: string;
  readonly organizationId: string | null;
  readonly position: string;
  readonly withheld?: boolean;
  readonly from: string;
  readonly to: string;
}

describe('A replay never lets what is withheld look like a hole in the log', () => {
  const app = runningApp();
  const replay = async (query: string, person: Person = app().owner) => {
    const { status, text, headers } = await app().request('GET', `/v1/activity/replay?${query}`, { headers: await app().signIn(person) });
    expect(status).toBe(200);
    const lines = text.split('\n').slice(0, -1);
    return { lines: lines.map((line) => JSON.parse(line) as Line), withheld: headers['keyledger-withheld'] };
  };
  const placeOf = (position: string) => BigInt(position.split(':')[1]);
  const isRead = ({ stream, organizationId }: { stream: string; organizationId: string | null }, person: Person) =>
    stream === 'installation' || organizationId === person.organizationId;

  it('nothing is said to be withheld where nothing is', async () => {
    const { lines, withheld } = await replay('');
    expect(withheld).toBe('false');
    expect((await replay('gaps=true')).lines.filter(({ withheld }) => withheld)).toEqual([]);
    expect(await replay(`after=${lines.at(-1)?.position}`)).toMatchObject({ withheld: 'false' });
  });

  it('a line stands wherever events of others lie between two that are shown, and nowhere else, and tells no number', async () => {
    const second = await app().secondOrganization();
    await app().register('annotator');
    await app().register('annotator', second.organizationId);
    for (const person of [app().owner, second.owner]) {
      const { lines, withheld } = await replay('gaps=true', person);
      expect(withheld).toBeUndefined();
      const all = await readEverything(app().get(EventStore), null);
      const shown = lines.filter(({ withheld }) => !withheld);
      const last = placeOf(shown.at(-1)?.position as string);
      const wanted: object[] = [];
      let before: Line | undefined;
      for (const line of shown) {
        const between = all.filter(({ position }) => before && position > placeOf(before.position) && position < placeOf(line.position));
        if (between.length > 0) wanted.push({ withheld: true, from: before?.position, to: line.position });
        before = line;
      }
      expect(lines.filter(({ withheld }) => withheld)).toEqual(wanted);
      expect(wanted.length).toBeGreaterThan(0);
      expect(shown).toHaveLength(all.filter((event) => event.position <= last && isRead(event, person)).length);
    }
  });

  it('the line stands right before the event that it ends at, and is no envelope', async () => {
    const { lines } = await replay('gaps=true');
    for (const [index, line] of lines.entries()) {
      if (!line.withheld) continue;
      expect(Object.keys(line)).toEqual(['withheld', 'from', 'to']);
      expect([lines[index - 1].position, lines[index + 1].position]).toEqual([line.from, line.to]);
    }
  });

  it('where no lines are asked for, the answer says whether anything is withheld', async () => {
    const { lines, withheld } = await replay('');
    expect(withheld).toBe('true');
    expect(lines.filter(({ id }) => id === undefined)).toEqual([]);
    const { position } = lines.at(-1) as Line;
    expect((await replay(`after=${position}`)).withheld).toBe('false');
    const second = await app().secondOrganization();
    await app().register('annotator');
    expect((await replay(`after=${position}`)).withheld).toBe('true');
    const [gap] = (await replay(`after=${position}&gaps=true`)).lines.filter(({ withheld }) => withheld);
    expect(gap.to).not.toBe(position);
    expect(second.owner.organizationId).not.toBe(app().owner.organizationId);
  });

  it('what happens to the installation is in the replay of every organization', async () => {
    const second = await app().secondOrganization();
    const { items } = (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body;
    const { kid } = items.find(({ status }: { status: string }) => status === 'active');
    await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    const { lines } = await replay('', second.owner);
    const all = (await readEverything(app().get(EventStore), null)).filter(({ stream }) => stream === 'installation');
    expect(lines.filter(({ stream }) => stream === 'installation').map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(all.map(({ type }) => type)).toContain('SigningKeyRetired');
  });

  it('what is written while an answer is made is not told beside an answer that nothing is withheld', async () => {
    const fresh = (await replay('')).lines.at(-1) as Line;
    const store = app().get(EventStore);
    const readAll = store.readAll.bind(store);
    const other = await app().secondOrganization();
    const after = (await replay(`after=${fresh.position}`)).lines.at(-1) as Line;
    let looks = 0;
    store.readAll = async (from, limit, isEnough) => {
      if (from === placeOf(after.position)) looks += 1;
      if (looks === 3) {
        looks += 1;
        await app().register('annotator', other.organizationId);
        await app().register('annotator');
      }
      return readAll(from, limit, isEnough);
    };
    const { lines, withheld } = await replay(`after=${after.position}`);
    store.readAll = readAll;
    const places = lines.map(({ position }) => placeOf(position));
    const hidden = (await readEverything(store, null)).filter(({ position }) => position > placeOf(after.position));
    const isGap = hidden.some((event) => !isRead(event, app().owner) && places.some((place) => place > event.position));
    expect({ withheld, isGap }).toEqual({ withheld: 'false', isGap: false });
  });
});
