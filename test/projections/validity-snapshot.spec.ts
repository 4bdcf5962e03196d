import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import { WritingStopped } from '#projections/snapshot-stream';
import { TokenValidity } from '#projections/token-validity';
import { loadSnapshot, saveSnapshot } from '#projections/validity-snapshot';
import { randomOf } from '../support/events.js';
import { indexHistories } from '../support/index-histories.js';

const digest = Buffer.alloc(32, 7);
const digestBytes = 32;

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
    saveSnapshot(directory, { validity, mark: { position: validity.position ?? 0n, eventId: 'event', digest } }, shouldStop);
  const bytesOf = (validity: TokenValidity) => {
    save(validity);
    return readFileSync(path);
  };
  const [log] = fc.sample(indexHistories, { numRuns: 1, seed: 42 });

  it('is after any history the index itself: what follows makes the same of it as of the one that was never stored', () => {
    fc.assert(
      fc.property(indexHistories, fc.nat(), (history, where) => {
        fc.pre(history.length > 0);
        const cut = 1 + (where % history.length);
        const rebuilt = indexOf(history);
        save(indexOf(history.slice(0, cut)));
        const loaded = loadSnapshot(directory)?.validity as TokenValidity;
        expect(loaded.position).toBe(history[cut - 1].position);
        indexOf(history.slice(cut), loaded);
        expect(loaded.logId).toBe(rebuilt.logId);
        expect(loaded.principals).toEqual(rebuilt.principals);
        expect(bytesOf(loaded).equals(bytesOf(rebuilt))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('names the place in the log that it is of', () => {
    const validity = indexOf(log);
    save(validity);
    expect(loadSnapshot(directory)?.mark).toEqual({ position: validity.position, eventId: 'event', digest });
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

  it('is ignored when it is cut off anywhere, or goes on', () => {
    const whole = bytesOf(indexOf(log));
    for (let length = 0; length < whole.length; length += 64) {
      writeFileSync(path, whole.subarray(0, length));
      expect(loadSnapshot(directory)).toBeNull();
    }
    for (const more of ['x', whole]) {
      writeFileSync(path, Buffer.concat([whole, Buffer.from(more)]));
      expect(loadSnapshot(directory)).toBeNull();
    }
  });

  it('is ignored when any bit of it is another', () => {
    const whole = bytesOf(indexOf(log));
    const random = randomOf(1);
    for (let flip = 0; flip < 400; flip += 1) {
      const bytes = Buffer.from(whole);
      // Where lengths and names stand, a wrong bit could do the most harm.
      const at = random(flip % 2 === 0 ? 400 : bytes.length);
      bytes[at] ^= 1 << random(8);
      writeFileSync(path, bytes);
      expect(loadSnapshot(directory)).toBeNull();
    }
    writeFileSync(path, whole);
    expect(loadSnapshot(directory)).not.toBeNull();
  });

  it('is ignored when a program wrote it that made something else of events', () => {
    const whole = bytesOf(indexOf(log)).toString('latin1');
    const signed = (text: string) => {
      const bytes = Buffer.from(text.slice(0, -digestBytes), 'latin1');
      return Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]);
    };
    writeFileSync(path, signed(whole));
    expect(loadSnapshot(directory)).not.toBeNull();
    for (const [from, to] of [
      ['version\\":2', 'version\\":0'],
      ['eventTypes\\":\\"', 'eventTypes\\":\\'],
      ['\\"LE\\"', '\\"BE\\"'],
    ]) {
      const other = whole.replace(from, to);
      expect(other).not.toBe(whole);
      writeFileSync(path, signed(other));
      expect(loadSnapshot(directory)).toBeNull();
    }
  });

  it('is ignored when there is none, or something else in its place', () => {
    expect(loadSnapshot(directory)).toBeNull();
    writeFileSync(path, 'not a snapshot at all, but long enough to be taken for one at first sight');
    expect(loadSnapshot(directory)).toBeNull();
    rmSync(path);
    mkdirSync(path);
    expect(loadSnapshot(directory)).toBeNull();
  });

  it('that was not written to its end leaves the one before it', () => {
    const before = bytesOf(indexOf(log.slice(0, 3)));
    expect(() => save(indexOf(log), () => true)).toThrow(WritingStopped);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(directory)).toEqual(['validity.snapshot']);
  });
});
