import { createHash, createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import { SnapshotFile, SnapshotWriter, WritingStopped } from '#projections/token-validity/snapshot/snapshot-stream';
import { examineSnapshot, loadSnapshot, saveSnapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { draft, randomOf } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { indexHistories } from '../support/index-histories.js';
import { lookupOf, lookupOfId, tokenIdOf } from '../support/token-histories.js';

const digest = Buffer.alloc(32, 7);
const key = Buffer.alloc(32, 9);
const codeBytes = 32;

describe('A snapshot of the index', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keyledger-'));
    path = join(directory, 'validity.snapshot');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const indexOf = (log: readonly Recorded[], validity = new TokenValidity()) => {
    validity.apply(log);
    return validity;
  };
  const save = (validity: TokenValidity, shouldStop?: () => boolean) =>
    saveSnapshot({ directory, key }, { validity, mark: { position: validity.position ?? 0n, eventId: 'event', digest } }, shouldStop);
  const bytesOf = (validity: TokenValidity) => {
    save(validity);
    return readFileSync(path);
  };
  const [log] = fc.sample(indexHistories, { numRuns: 1, seed: 42 });

  it('is after any history the index itself: what follows makes the same of it as of the one that was never stored', async () => {
    await fc.assert(
      fc.asyncProperty(indexHistories, fc.nat(), async (history, where) => {
        fc.pre(history.length > 0);
        const cut = 1 + (where % history.length);
        const rebuilt = indexOf(history);
        save(indexOf(history.slice(0, cut)));
        const loaded = (await loadSnapshot({ directory, key }))?.validity as TokenValidity;
        expect(loaded.position).toBe(history[cut - 1].position);
        indexOf(history.slice(cut), loaded);
        expect(loaded.logId).toBe(rebuilt.logId);
        expect(loaded.principals).toEqual(rebuilt.principals);
        expect(bytesOf(loaded).equals(bytesOf(rebuilt))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('names the place in the log that it is of', async () => {
    const validity = indexOf(log);
    save(validity);
    expect((await loadSnapshot({ directory, key }))?.mark).toEqual({ position: validity.position, eventId: 'event', digest });
  });

  it('is readable by its owner alone, whatever the umask, and leaves nothing unfinished', () => {
    const umask = process.umask(0);
    try {
      writeFileSync(`${path}.unfinished`, 'of a process that was killed');
      save(indexOf(log));
    } finally {
      process.umask(umask);
    }
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(directory)).toEqual(['validity.snapshot']);
  });

  it('is ignored when it is cut off anywhere, or goes on', async () => {
    const whole = bytesOf(indexOf(log));
    for (let length = 0; length < whole.length; length += isFullRun ? 64 : 2048) {
      writeFileSync(path, whole.subarray(0, length));
      expect(await loadSnapshot({ directory, key })).toBeNull();
    }
    for (const more of ['x', whole]) {
      writeFileSync(path, Buffer.concat([whole, Buffer.from(more)]));
      expect(await loadSnapshot({ directory, key })).toBeNull();
    }
  });

  it('is ignored when any bit of it is another', async () => {
    const whole = bytesOf(indexOf(log));
    const random = randomOf(1);
    for (let flip = 0; flip < (isFullRun ? 400 : 40); flip += 1) {
      const bytes = Buffer.from(whole);
      // A wrong bit could do the most harm in lengths and names.
      const at = random(flip % 2 === 0 ? 400 : bytes.length);
      bytes[at] ^= 1 << random(8);
      writeFileSync(path, bytes);
      expect(await loadSnapshot({ directory, key })).toBeNull();
    }
    writeFileSync(path, whole);
    expect(await loadSnapshot({ directory, key })).not.toBeNull();
  });

  it('is ignored when somebody wrote it who does not have the key, however well', async () => {
    const validity = indexOf(log);
    const mark = { position: validity.position ?? 0n, eventId: 'event', digest };
    saveSnapshot({ directory, key: Buffer.alloc(32, 8) }, { validity, mark });
    expect((await loadSnapshot({ directory, key: Buffer.alloc(32, 8) }))?.mark).toEqual(mark);
    expect(await loadSnapshot({ directory, key })).toBeNull();
    expect(await examineSnapshot({ directory, key })).toBe('changed');
  });

  it('is ignored when what is in it was changed and every digest made anew that needs no key', async () => {
    const whole = bytesOf(indexOf(log));
    const content = Buffer.from(whole.subarray(0, -codeBytes));
    for (const withoutKey of [createHash('sha256').update(content).digest(), createHmac('sha256', '').update(content).digest()]) {
      writeFileSync(path, Buffer.concat([content, withoutKey]));
      expect(await loadSnapshot({ directory, key })).toBeNull();
    }
  });

  it('is ignored when a program wrote it that made something else of events', async () => {
    const validity = indexOf(log);
    const whole = bytesOf(validity);
    const identity: string = JSON.parse(whole.toString('utf8', 4, 4 + whole.readInt32LE()));
    const writtenBy = (program: string) => {
      const file = new SnapshotFile(path, () => false);
      const writer = new SnapshotWriter((bytes) => file.put(bytes));
      writer.writeValue(program);
      writer.writeValue({ position: String(validity.position), eventId: 'event', digest: digest.toString('hex') });
      validity.save(writer);
      writer.finish(key);
      file.close();
    };
    writtenBy(identity);
    expect(readFileSync(path).equals(whole)).toBe(true);
    for (const [from, to] of [
      ['"version":', '"version":0'],
      ['"eventTypes":"', '"eventTypes":"0'],
      ['"LE"', '"BE"'],
    ]) {
      const other = identity.replace(from, to);
      expect(other).not.toBe(identity);
      writtenBy(other);
      expect(await loadSnapshot({ directory, key })).toBeNull();
    }
  });

  it('is ignored when there is none, or something else in its place', async () => {
    expect(await loadSnapshot({ directory, key })).toBeNull();
    writeFileSync(path, 'not a snapshot at all, but long enough to be taken for one at first sight');
    expect(await loadSnapshot({ directory, key })).toBeNull();
    rmSync(path);
    mkdirSync(path);
    expect(await loadSnapshot({ directory, key })).toBeNull();
  });

  describe('that is large enough for other threads to read it', () => {
    const tokens = isFullRun ? 200_000 : 100_000;
    const rowsPerChunk = 16_384;
    const rowBytes = 52;
    /** Every second one is looked up by its id, so that each table has some. */
    const issued = (n: number): Recorded => ({
      ...draft({ kind: 'legacy', ownerKind: 'user', ownerId: 'ada', name: null, generation: 1, expiresAt: null, kept: {} }),
      type: 'TokenIssued',
      stream: `token-${tokenIdOf(n)}`,
      revision: 0,
      position: BigInt(n + 1),
      organizationId: 'north',
    });
    const large = () => {
      const validity = new TokenValidity();
      for (let n = 0; n < tokens; n += 1) {
        const event = issued(n);
        const lookup = n % 2 === 0 ? lookupOfId(tokenIdOf(n)) : lookupOf(n);
        validity.apply([{ ...event, data: { ...event.data, lookup } }]);
      }
      return bytesOf(validity);
    };
    let whole: Buffer;
    let firstRow: number;
    beforeEach(() => {
      whole ??= large();
      writeFileSync(path, whole);
      firstRow = whole.indexOf(Buffer.from(tokenIdOf(0).replaceAll('-', ''), 'hex').swap32());
    });

    it('is the index itself, however its pieces came', async () => {
      const loaded = (await loadSnapshot({ directory, key }))?.validity as TokenValidity;
      expect(bytesOf(loaded).equals(whole)).toBe(true);
      for (const n of [0, 1, tokens - 2, tokens - 1]) expect(loaded.tokens.byId(tokenIdOf(n))?.order).toBe(n + 1);
    });

    it('is ignored when it is damaged or cut off there, and when two pieces of it changed places', async () => {
      const random = randomOf(2);
      for (let flip = 0; flip < (isFullRun ? 40 : 4); flip += 1) {
        const bytes = Buffer.from(whole);
        bytes[random(bytes.length)] ^= 1 << random(8);
        writeFileSync(path, bytes);
        expect(await loadSnapshot({ directory, key })).toBeNull();
      }
      writeFileSync(path, whole.subarray(0, firstRow + 10_000));
      expect(await loadSnapshot({ directory, key })).toBeNull();
      const [second, third] = [1, 2].map((chunk) => firstRow + chunk * rowsPerChunk * rowBytes);
      const swapped = Buffer.concat([
        whole.subarray(0, second),
        whole.subarray(third, third + rowsPerChunk * rowBytes),
        whole.subarray(second, third),
        whole.subarray(third + rowsPerChunk * rowBytes),
      ]);
      expect(swapped.length).toBe(whole.length);
      writeFileSync(path, swapped);
      expect(await loadSnapshot({ directory, key })).toBeNull();
    });
  });

  it('that was not written to its end leaves the one before it', () => {
    const before = bytesOf(indexOf(log.slice(0, 3)));
    expect(() => save(indexOf(log), () => true)).toThrow(WritingStopped);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(directory)).toEqual(['validity.snapshot']);
  });
});
