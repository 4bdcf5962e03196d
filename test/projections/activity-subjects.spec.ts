import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Recorded } from '#event-store/envelope';
import { ActivityLog, activityLog, everyOrganization } from '#projections/read-models/models/activity-log';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { projectRoot } from '../support/project-files.js';

const folder = join(projectRoot, 'test/contract/golden');
const golden = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
const files = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
/** At least one event of every type that was ever written; those of the first release are a whole log. */
const events: Recorded[] = [...new Set(['first-release.ndjson', ...files])]
  .flatMap(golden)
  .map((line, index) => ({ ...JSON.parse(line), position: BigInt(index + 1) }));

/** Members that hold ids of what an event concerns, at any depth. Of an export these are what it was narrowed down to. */
const idMembers = /^(userId|ownerId|firstOwnerId|serviceAccountId|tokenIds?|workspaceIds|projectIds|kid|exportId)$/;

function idsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) =>
    idMembers.test(name) ? [member].flat().filter((id) => id !== null) : idsIn(member),
  );
}

const ownerOf = new Map(
  events.filter(({ type }) => type === 'TokenIssued').map(({ stream, data }) => [stream.slice(6), data.ownerId as string]),
);

describe('The activity log of whatever an event names', () => {
  let directory: string;
  let readModels: ReadModels;
  let log: ActivityLog;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    readModels = SqliteReadModels.open(directory);
    log = new ActivityLog(readModels);
    await readModels.reset(activityLog);
    const checkpoint = { version: activityLog.version, logId: 'log', position: 1n, mark: 'mark', events: 1 };
    await readModels.commitAll([{ projection: activityLog.name, changes: events.flatMap(activityLog.project), checkpoint }]);
  });
  afterAll(async () => {
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });

  const isUnder = async ({ position, organizationId }: Recorded, subject: string) => {
    const entries = await log.list({ organizationId: organizationId ?? '', subject, before: position + 1n, limit: 1 });
    return entries[0]?.position === Number(position);
  };

  const types = [...new Set(events.map(({ type }) => type))].sort();
  it.each(types)('has %s under every id that it names, and under the owner of every token', async (type) => {
    for (const event of events.filter((each) => each.type === type && each.organizationId !== null)) {
      const named = idsIn(event.data);
      const token = event.stream.startsWith('token-') ? [event.stream.slice(6)] : [];
      const owners = [...named, ...token].flatMap((id) => ownerOf.get(id) ?? []);
      for (const subject of [...named, ...token, ...owners]) {
        expect(`${type} under ${subject} ${await isUnder(event, subject)}`).toBe(`${type} under ${subject} true`);
      }
    }
  });

  it('has every event of the installation, whoever asks', async () => {
    const ofInstallation = events.filter(({ stream }) => stream === 'installation').map(({ position }) => Number(position));
    const entries = await log.list({ organizationId: 'some other', before: null, limit: events.length });
    expect(entries.map(({ position }) => position).reverse()).toEqual(ofInstallation);
    expect(new Set(entries.map(({ organization_id }) => organization_id))).toEqual(new Set([everyOrganization]));
  });
});
