// What follows from disabling and enabling the owner of many tokens, recorded by the worker's own job, without a server.
import * as User from '#domain/user';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { TokenDirectory } from '#projections/read-models/models/token-directory';
import { JobRunner } from '#worker/jobs/job-runner';
import { LiveCredentials } from '#worker/jobs/live-credentials';
import { TokensHit } from '#worker/jobs/tokens-hit';
import { finish } from './finish.mjs';
import { openDirectory, originIn } from './open.mjs';

const [directory, ownerId, count] = process.argv.slice(2);
const installation = await openDirectory(directory);
const { store, ledger, validity, readModels, clock } = installation;
const stream = User.stream(ownerId);
const projections = new ProjectionRunner(store, readModels);
await projections.start();
const tokens = new TokenDirectory(readModels);
const tokensHit = new TokensHit(store, validity, tokens);
const jobs = new JobRunner(store, ledger, validity, tokensHit, new LiveCredentials(validity, tokens, clock), clock);

const perSecond = [];
for (let round = 0; round < Number(count); round += 1) {
  perSecond.push(await recorded('DisableUser'));
  perSecond.push(await recorded('EnableUser'));
}
await projections.stop();
await installation.close();
finish(perSecond);

/** Tokens recorded per second, from the beginning of the job until its last event is durable. */
async function recorded(type) {
  const organizationId = validity.principals.users.get(ownerId).homeOrganizationId;
  await ledger.on(stream).handle({ type }, originIn(organizationId));
  const cause = (await store.readStream(stream.name)).at(-1);
  await projections.reached(cause.position, 60_000);
  const startedAt = performance.now();
  await jobs.run({ id: `cascade ${cause.id}`, kind: 'cascade', subject: stream.name });
  const seconds = (performance.now() - startedAt) / 1000;
  const record = await store.readStream(`cascade-${cause.id}`);
  return record.reduce((tokens, { data }) => tokens + (data.tokenIds?.length ?? 0), 0) / seconds;
}
