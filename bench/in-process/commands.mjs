// Commands through the command bus of a whole application, beside raw appends to a store of the same kind, in one process.
import { CommandBus } from '@nestjs/cqrs';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import { IssueToken, RevokeToken } from '#api/features/tokens/tokens.commands';
import { eventTypes } from '#domain/events';
import * as Token from '#domain/token';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { NO_STREAM } from '#event-store/event-store';
import { draftOf } from '#event-store/origin';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { appendStreams } from '../data-set/appending.mjs';
import { rounds } from '../measure/rounds.mjs';
import { finish } from './finish.mjs';
import { openApp, originIn } from './open.mjs';

const inFlight = 64;
const catchUpMs = 600_000;

const [directory, rawDirectory, count, perRound] = process.argv.slice(2);
const { installation, nest, close } = await openApp(directory);
const { validity, store, clock } = installation;
const commands = nest.get(CommandBus);
const runner = nest.get(ProjectionRunner);
const raw = await EmbeddedEventStore.open({ directory: rawDirectory });
const [organization] = validity.principals.organizations.values();
const ownerId = Object.keys(organization.owners)[0];

const seen = await rounds(Number(count), {
  rawOfRevoke: rawAppends(() => ({ type: 'TokenRevoked', lookup: newId().slice(0, 22), reason: 'revoked' })),
  revoke,
  rawOfIssue: rawAppends(() => tokenIssued(newId())),
  issue,
});
await raw.close();
await close();
finish(seen);

async function revoke() {
  const tokenIds = Array.from({ length: Number(perRound) }, () => newId());
  await appendStreams(installation, tokenIds.length, (i) => ({
    stream: Token.stream(tokenIds[i]).name,
    events: [tokenIssued(tokenIds[i])],
    origin: originIn(organization.id),
  }));
  return commandsPerSecond((i) => new RevokeToken(caller(), tokenIds[i]));
}

function issue() {
  return commandsPerSecond(() => new IssueToken(caller(), {}));
}

/** Measures until the last command is acknowledged: durable, and known to every verdict. The read models may lag behind. */
async function commandsPerSecond(commandOf) {
  await caughtUp();
  const perSecond = await atOnce((i) => commands.execute(commandOf(i)));
  await caughtUp();
  return perSecond;
}

/** The store alone: prepared events, each on a stream of its own, without subscribers. */
function rawAppends(eventOf) {
  return () => {
    const origin = originIn(organization.id);
    const drafts = Array.from({ length: Number(perRound) }, () => [draftOf(eventOf(), eventTypes, origin, clock)]);
    const streams = drafts.map(() => Token.stream(newId()).name);
    return atOnce((i) => raw.append(streams[i], NO_STREAM, drafts[i]));
  };
}

/** Calls `work` for each number with a fixed concurrency, and returns the calls per second. */
async function atOnce(work) {
  let next = 0;
  const line = async () => {
    while (next < perRound) {
      next += 1;
      await work(next - 1);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, line));
  return (perRound * 1000) / (performance.now() - startedAt);
}

async function caughtUp() {
  if (!(await runner.reached(await store.head(), catchUpMs))) throw new Error('The read models do not catch up.');
}

function tokenIssued(tokenId) {
  const { lookup, kept } = nest.get(CredentialMint).personal(tokenId, 1, ownerId, new Date('2999-01-01'));
  const token = {
    kind: 'personal',
    ownerKind: 'user',
    ownerId,
    name: null,
    generation: 1,
    lookup,
    expiresAt: '2999-01-01T00:00:00.000Z',
    kept,
  };
  return { type: 'TokenIssued', ...token };
}

function caller() {
  const { id } = organization;
  const origin = originIn(id);
  return {
    id: ownerId,
    kind: 'user',
    number: 1,
    organizationId: id,
    role: 'owner',
    token: { kind: 'session', id: newId() },
    mayGrant: true,
    origin,
  };
}
