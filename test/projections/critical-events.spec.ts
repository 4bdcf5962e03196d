import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventTypes } from '#domain/events';
import type { Recorded } from '#event-store/envelope';
import { SnapshotWriter } from '#projections/token-validity/snapshot/snapshot-stream';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { projectRoot } from '../support/project-files.js';

const folder = join(projectRoot, 'test/contract/golden');
const golden = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

/** One log of all that was ever written; the first release wrote a whole one, and those after it what they added. */
const log: Recorded[] = ['first-release.ndjson', ...readdirSync(folder).filter((name) => name.endsWith('.ndjson'))]
  .flatMap(golden)
  .map((line, index) => ({ ...JSON.parse(line), position: BigInt(index + 1) }));

/** The state of the index, without its position in the log. */
function contentOf({ principals, verifiers, tokens, logId, sessionIdleSeconds }: TokenValidity): string {
  const pieces: Buffer[] = [];
  const writer = new SnapshotWriter((bytes) => pieces.push(Buffer.from(bytes)));
  for (const part of [principals, verifiers, tokens]) part.save(writer);
  writer.finish(Buffer.alloc(32));
  return `${logId} ${sessionIdleSeconds} ${Buffer.concat(pieces).toString('latin1')}`;
}

/** The types of which at least one event changes what the index holds. */
function typesThatChange(events: readonly Recorded[]): Set<string> {
  const validity = new TokenValidity();
  const changing = new Set<string>();
  let content = contentOf(validity);
  for (const event of events) {
    validity.apply([event]);
    const next = contentOf(validity);
    if (next !== content) changing.add(event.type);
    content = next;
  }
  return changing;
}

/** Critical types that change nothing in the index. */
const foldedByOthers = {
  PepperAdded: 'a digest names the pepper that it was made with, and one that is not at hand finds nothing',
  SigningKeyActivated: 'what was signed with another key before stays good',
  SigningKeyPublished: 'the signing keys know it from the same log, and until then it signs nothing that is genuine',
};

describe('An event that is critical', () => {
  it('changes what verdicts are judged from, unless it is told why not', () => {
    const changing = typesThatChange(log);
    const critical = Object.entries(eventTypes).flatMap(([type, { critical }]) => (critical ? [type] : []));
    expect(critical.filter((type) => !changing.has(type))).toEqual(Object.keys(foldedByOthers));
  });
});
