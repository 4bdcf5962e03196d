import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roles } from '#domain/role';
import type { RowFacts } from '#projections/token-validity/row-facts';
import { SnapshotFile, SnapshotReader, SnapshotWriter } from '#projections/token-validity/snapshot/snapshot-stream';
import { TokenColumns } from '#projections/token-validity/token-columns';
import { TokenPolicies } from '#projections/token-validity/token-policies';

const key = Buffer.alloc(32, 9);
const facts: RowFacts = {
  kind: 'personal',
  revoked: false,
  generation: 1,
  expiresAtMs: null,
  order: 1,
  lastSeenMs: null,
  confirmedAtMs: null,
  overlapEndsAtMs: null,
};
const policies = fc.array(
  fc.record({
    signingKeyId: fc.option(fc.string()),
    role: fc.option(fc.constantFrom(...roles)),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('What the index has room for beside what nearly every token says', () => {
  let path: string;
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keyledger-'));
    path = join(directory, 'snapshot');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  interface Part {
    save(writer: SnapshotWriter): void;
    load(reader: SnapshotReader): void;
  }

  /** Saves the state of the parts, and loads it into others. */
  async function saved(from: readonly Part[], to: readonly Part[]): Promise<void> {
    const file = new SnapshotFile(path, () => false);
    const writer = new SnapshotWriter((bytes) => file.put(bytes));
    for (const part of from) part.save(writer);
    writer.finish(key);
    file.close();
    const reader = new SnapshotReader(path);
    for (const part of to) part.load(reader);
    await reader.finish(key);
    reader.close();
  }

  it('is kept of each token, beside its other facts, and is there after a restart', async () => {
    const millisecond = fc.option(fc.integer({ min: 0, max: 253_402_300_799_999 }));
    const isSet = fc.boolean();
    const policy = fc.nat(2 ** 30 - 1);
    const row = fc.record({ overlapEndsAtMs: millisecond, policy, isLegacyBorn: isSet, generation: fc.nat(600), endsOnFirstUse: isSet });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const [columns, loaded] = [new TokenColumns(), new TokenColumns()];
        for (const [index, { overlapEndsAtMs, policy, isLegacyBorn, generation, endsOnFirstUse }] of rows.entries()) {
          columns.rows.add();
          columns.setLegacyBorn(index, isLegacyBorn);
          columns.setPolicy(index, policy);
          columns.setFacts(index, { ...facts, generation, overlapEndsAtMs });
          if (overlapEndsAtMs !== null) columns.keepPrevious(index, endsOnFirstUse);
        }
        await saved([columns.rows, columns.extensions], [loaded.rows, loaded.extensions]);
        for (const [index, { overlapEndsAtMs, policy, isLegacyBorn, generation, endsOnFirstUse }] of rows.entries()) {
          if (overlapEndsAtMs !== null) expect(loaded.previous(index)).toEqual({ policy, isLegacyBorn, endsOnFirstUse });
          const { order, ...said } = loaded.facts(index);
          expect({ ...said, order: Number(order) }).toEqual({ ...facts, generation, overlapEndsAtMs });
          expect([loaded.policy(index), loaded.isLegacyBorn(index)]).toEqual([policy, isLegacyBorn]);
          loaded.setLegacyBorn(index, false);
          expect([loaded.policy(index), loaded.isLegacyBorn(index)]).toEqual([policy, false]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is one number for all tokens that have it in common, and the same one after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(policies, fc.string(), async (all, retired) => {
        const [written, loaded] = [new TokenPolicies(), new TokenPolicies()];
        written.retireKey(retired);
        const numbers = all.map((policy) => written.numberOf(policy));
        await saved([written], [loaded]);
        for (const [index, policy] of all.entries()) {
          expect(loaded.at(numbers[index])).toMatchObject(policy);
          expect(loaded.numberOf(policy)).toBe(numbers[index]);
          expect(loaded.isKeyRetired(numbers[index])).toBe(policy.signingKeyId === retired);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays as it is when another key signs the next generation', () => {
    const signedBy = (kid: string) => `${Buffer.from(JSON.stringify({ alg: 'ES256', kid, typ: 'pat+jwt' })).toString('base64url')}.e30`;
    fc.assert(
      fc.property(policies, fc.string(), (all, kid) => {
        const known = new TokenPolicies();
        for (const policy of all) {
          const signed = known.at(known.signedAnew(known.numberOf(policy), signedBy(kid)));
          expect(signed).toMatchObject({ ...policy, signingKeyId: kid });
        }
      }),
    );
  });

  it.each([undefined, '', 'x', '.', 'e30.e30', 'bnVsbA.e30', 'eyJraWQiOjd9.e30'])(
    'names no key where the signed text %s does not',
    (text) => {
      const known = new TokenPolicies();
      expect(known.at(known.signedAnew(0, text)).signingKeyId).toBeNull();
    },
  );
});
