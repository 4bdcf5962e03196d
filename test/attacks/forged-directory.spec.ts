import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import { LogView } from '#event-store/embedded/log-view';
import type { Envelope } from '#event-store/envelope';
import { MarkText } from '#installation/mark-text';
import { saveSnapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { openSqlite } from '#sqlite/sqlite-driver';
import { Operator } from '../cli/operator.js';
import { forgeLog, removeSnapshotOf } from '../support/log-forger.js';
import { TestApp } from '../support/test-app.js';

interface Finding {
  readonly check: string;
  readonly status: string;
}

const isRevocation = ({ type }: Envelope) => type === 'TokenRevoked';
const same = (event: Envelope) => event;
/** A revocation becomes something that matters to no verdict. */
const withoutRevocation = (event: Envelope) =>
  isRevocation(event) ? { ...event, type: 'NothingHappened', critical: false, data: {} } : event;

describe('Somebody who can write the data directory and has no key does not bring a revoked token back', () => {
  let root: string;
  let genuine: string;
  let directory: string;
  let operator: Operator;
  let revoked: { personal: string; tokenId: string };
  let good: { personal: string; tokenId: string };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    genuine = join(root, 'genuine');
    const app = await TestApp.start();
    [revoked, good] = [await app.tokensOf(), await app.tokensOf()];
    const headers = await app.signIn();
    await app.request('DELETE', `/v1/tokens/${revoked.tokenId}`, { headers });
    // A list waits until the read models have caught up, which a stop does not.
    expect((await app.request('GET', '/v1/tokens', { headers })).status).toBe(200);
    await app.restart(() => cp(app.directory, genuine, { recursive: true }));
    await app.close();
    operator = await Operator.at('http://127.0.0.1:9');
  });
  beforeEach(async () => {
    directory = await mkdtemp(join(root, 'forged-'));
    await cp(genuine, directory, { recursive: true });
  });
  afterAll(async () => {
    await operator.leave();
    await rm(root, { recursive: true, force: true });
  });

  const markPath = () => join(directory, 'keys/high-water');
  /** The mark that version 0.1.0 would have written of what lies there now. */
  async function writeOldMark(): Promise<void> {
    const view = LogView.ofUsed(directory);
    const [first] = view.page(null, 1);
    await writeFile(markPath(), `${first.id} ${String(view.newest()?.position).padStart(20, '0')}\n`);
    view.close();
  }
  /** A mark of what lies there now, under a key that somebody made up. */
  async function writeForeignMark(): Promise<void> {
    const view = LogView.ofUsed(directory);
    const position = view.newest()?.position ?? 0n;
    await writeFile(markPath(), new MarkText(Buffer.alloc(32)).of({ position, mark: view.markAt(position) ?? '' }));
    view.close();
  }
  const verifyLog = () => operator.run(['verify-log', '--data-dir', directory]);
  async function doctor(): Promise<string[]> {
    const { output } = await operator.run(['doctor', '--deep', '--json', '--data-dir', directory]);
    return (JSON.parse(output) as Finding[]).filter(({ status }) => status === 'fail').map(({ check }) => check);
  }
  /** Starts on what lies there, and ends again; answers what the two tokens are worth then. */
  async function served(): Promise<{ revoked: string; good: string }> {
    const app = await TestApp.over(directory);
    try {
      const worth = (personal: string) =>
        app.exchange(personal).then(
          () => 'good',
          () => 'refused',
        );
      return { revoked: await worth(revoked.personal), good: await worth(good.personal) };
    } finally {
      await app.close();
    }
  }
  const asItWas = { revoked: 'refused', good: 'good' };

  async function expectNobodyBelieves(sentence: RegExp): Promise<void> {
    expect(await verifyLog()).toMatchObject({ code: 7, errors: expect.stringMatching(sentence) });
    expect(await doctor()).toContain('mark');
    await expect(served()).rejects.toThrow(sentence);
  }

  it('and where nobody did anything, all is well', async () => {
    expect(await verifyLog()).toMatchObject({ code: 0, output: expect.stringContaining('whole') });
    expect(await doctor()).toEqual([]);
    expect(await served()).toEqual(asItWas);
  });

  describe('by a snapshot of the index', () => {
    /** The index of a log in which nothing was revoked. */
    function indexWithout(): TokenValidity {
      const view = LogView.ofUsed(directory);
      const validity = new TokenValidity();
      validity.apply(view.page(null, 1000).map((event) => ({ ...withoutRevocation(event), position: event.position })));
      view.close();
      return validity;
    }

    it('that is written as the program writes it, with every digest made anew that needs no key', async () => {
      const database = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'normal' });
      const { position, id, digest } = database.prepare('SELECT * FROM events ORDER BY position DESC LIMIT 1').get() as {
        position: number;
        id: string;
        digest: Uint8Array;
      };
      database.close();
      const mark = { position: BigInt(position), eventId: id, digest: Buffer.from(digest) };
      const validity = indexWithout();
      expect(validity.position).toBe(mark.position);
      saveSnapshot({ directory, key: Buffer.alloc(32) }, { validity, mark });
      expect(await doctor()).toEqual(['snapshot']);
      expect((await verifyLog()).code).toBe(0);
      expect(await served()).toEqual(asItWas);
    });

    it('in which a single bit is another', async () => {
      const path = join(directory, 'validity.snapshot');
      const bytes = await readFile(path);
      bytes[Math.floor(bytes.length / 2)] ^= 1;
      await writeFile(path, bytes);
      expect(await doctor()).toEqual(['snapshot']);
      expect(await served()).toEqual(asItWas);
    });

    it('of another installation', async () => {
      const other = await TestApp.start();
      await other.restart(() => cp(join(other.directory, 'validity.snapshot'), join(directory, 'validity.snapshot')));
      await other.close();
      expect(await doctor()).toEqual(['snapshot']);
      expect(await served()).toEqual(asItWas);
    });
  });

  describe.each([
    ['changed', withoutRevocation],
    ['left out', (event: Envelope) => (isRevocation(event) ? null : event)],
  ])('by a log in which the revocation was %s, chained anew, and its head written to fit', (_how, change) => {
    beforeEach(() => {
      forgeLog(directory, change);
      removeSnapshotOf(directory);
    });

    it('while the mark stays what it was', () => expectNobodyBelieves(/these keys have seen|revocations in between are lost/));

    it('with a mark as version 0.1.0 wrote it', async () => {
      await writeOldMark();
      await expectNobodyBelieves(/anybody could have written it.*keyledger keys mark/s);
    });

    it('with a mark under another key', async () => {
      await writeForeignMark();
      await expectNobodyBelieves(/was not written with these keys.*keyledger keys mark/s);
    });

    it('with no mark at all', async () => {
      await rm(markPath());
      await expectNobodyBelieves(/There is no mark of the event log.*keyledger keys mark/s);
    });

    it('with the snapshot that was there, which is then of another log', async () => {
      await cp(join(genuine, 'validity.snapshot'), join(directory, 'validity.snapshot'));
      await expectNobodyBelieves(/these keys have seen|revocations in between are lost/);
    });

    it('nor has an operator who is tricked into it a mark made for a log that a genuine one denies', async () => {
      expect(await operator.run(['keys', 'mark', '--data-dir', directory])).toMatchObject({ code: 7 });
      await expectNobodyBelieves(/these keys have seen|revocations in between are lost/);
    });
  });

  describe('by a log whose newest events are gone', () => {
    beforeEach(() => {
      const view = LogView.ofUsed(directory);
      const end = Number(view.newest()?.position);
      view.close();
      forgeLog(directory, (event, position) => (position > end - 1 ? null : event));
      removeSnapshotOf(directory);
    });

    it('while the mark stays what it was', () => expectNobodyBelieves(/revocations in between are lost/));

    it('with a mark as version 0.1.0 wrote it', async () => {
      await writeOldMark();
      await expectNobodyBelieves(/keyledger keys mark/);
    });
  });

  it('by going on with the log where it ended: what else is chained properly was not written by a server', async () => {
    const view = LogView.ofUsed(directory);
    const [issued] = view.page(null, 1000).filter(({ type, stream }) => type === 'TokenIssued' && stream.endsWith(revoked.tokenId));
    view.close();
    const id = newId();
    forgeLog(directory, same, [{ ...issued, id, stream: `token-${id}` }]);
    await expectNobodyBelieves(/no server with these keys has written/);
  });

  describe('by read models', () => {
    function change(sql: string): void {
      const database = openSqlite(join(directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
      database.exec(sql);
      database.close();
    }
    /** Whether a list shows the token that is good. */
    const isShown = async () => {
      const app = await TestApp.over(directory);
      const { body } = await app.request('GET', '/v1/tokens?limit=50', { headers: await app.signIn() });
      await app.close();
      return body.items.some(({ id }: { id: string }) => id === good.tokenId);
    };

    it('whose rows were changed, and whose checkpoint names another history', async () => {
      change(`DELETE FROM tokens WHERE id = '${good.tokenId}'; UPDATE checkpoints SET mark = 'of another history'`);
      expect(await doctor()).toContain('contents');
      expect(await isShown()).toBe(true);
    });

    it('whose rows were changed under a checkpoint that fits: the doctor makes them again and compares', async () => {
      change(`DELETE FROM tokens WHERE id = '${good.tokenId}'`);
      expect(await doctor()).toEqual(['contents']);
      expect(await served()).toEqual(asItWas);
    });
  });

  it('unless the log, its keys and their mark are put back together: without a witness elsewhere nobody can tell', async () => {
    const app = await TestApp.over(directory);
    const { tokenId, personal } = await app.tokensOf();
    const before = join(root, 'before');
    await app.restart(() => cp(directory, before, { recursive: true }));
    await app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app.signIn() });
    await expect(app.exchange(personal)).rejects.toThrow('401');
    await app.close();
    const put = await TestApp.over(before);
    await put.exchange(personal);
    await put.close();
  });
});
