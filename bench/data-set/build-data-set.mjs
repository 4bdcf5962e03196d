// Fills a data directory with people, service accounts and their tokens, through the real store and with really minted credentials, and
// writes the credentials into files, one a line. It is a process of its own, so that the server starts on a directory that another process
// filled, as in production.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { RegisterUser } from '#api/features/users/register-user.command';
import { mintLegacy } from '#credentials/opaque-credential';
import { eventTypes } from '#domain/events';
import * as Organization from '#domain/organization';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import * as Verifier from '#domain/verifier';
import { draftOf } from '#event-store/origin';
import { finish } from '../in-process/finish.mjs';
import { openApp, originIn } from '../in-process/open.mjs';
import { appendStreams } from './appending.mjs';

const yearMs = 365 * 86_400_000;
const nothing = { people: 0, personalTokens: 0, legacyTokens: 0, serviceAccounts: 0, serviceAccountTokens: 0 };

const [directory, shapeText] = process.argv.slice(2);
/** The limit is above what any benchmark presents; ten million texts would fill the memory. */
const credentialsMax = 200_000;
/** `expired`: the personal tokens end a second after they were issued. */
const shape = { ...nothing, expired: false, ...JSON.parse(shapeText) };
const { installation, nest, close } = await openApp(directory);
const mint = nest.get(CredentialMint);
const [organization] = installation.validity.principals.organizations.values();
const origin = originIn(organization.id);
const endOfPersonalTokens = new Date(Date.now() + (shape.expired ? 1000 : yearMs));
const credentials = { personal: [], legacy: [], 'service-account': [], verifier: [] };

await switchLegacyTokensOn();
const people = await registerPeople();
await issue('personal', 'user', people, shape.personalTokens, personal);
await issue('legacy', 'user', people, shape.legacyTokens, legacy);
const accounts = await createServiceAccounts();
await issue('service-account', 'service-account', accounts, shape.serviceAccountTokens, () => mint.opaque('service-account'));
await createVerifier();
await close();
writeCredentials();
finish({ people });

async function switchLegacyTokensOn() {
  const command = { type: 'EnableTokenType', tokenType: 'legacy', mayRaise: true };
  await installation.ledger.on(Organization.stream(organization.id)).handle(command, origin);
}

async function registerPeople() {
  const by = operatorIn(organization.id, origin);
  const ids = [];
  for (let i = 0; i < shape.people; i += 1) {
    const person = { email: `person-${i}@example.com`, role: 'annotator', firstName: 'Ada', lastName: `Number ${i}` };
    ids.push((await nest.get(CommandBus).execute(new RegisterUser(by, person))).id);
  }
  return ids;
}

/** Issues `count` tokens to the owners in rotation. */
function issue(kind, ownerKind, owners, count, mintOne) {
  return appendStreams(installation, count, (i) => {
    const tokenId = newId();
    const ownerId = owners[i % owners.length];
    const expiresAt = kind === 'personal' ? endOfPersonalTokens : null;
    const { credential, lookup, kept } = mintOne(tokenId, ownerId, expiresAt);
    if (credentials[kind].length < credentialsMax) credentials[kind].push(credential);
    const token = { kind, ownerKind, ownerId, name: null, generation: 1, lookup, expiresAt: expiresAt?.toISOString() ?? null, kept };
    return { stream: Token.stream(tokenId).name, events: [{ type: 'TokenIssued', ...token }], origin };
  });
}

function personal(tokenId, ownerId, expiresAt) {
  return mint.personal(tokenId, 1, ownerId, expiresAt);
}

/** The vault keeps no sealed value for it: storing one costs a sync, and no verdict reads it. */
function legacy() {
  const credential = mintLegacy();
  const { digests } = installation;
  return { credential, lookup: digests.lookup(credential), kept: { pepperVersion: digests.version, vaultId: newId() } };
}

async function createServiceAccounts() {
  const ids = Array.from({ length: shape.serviceAccounts }, () => newId());
  const names = [];
  for (const id of ids) {
    const place = { stream: ServiceAccount.stream(id).name, field: 'name', schemaVersion: 1 };
    names.push(await installation.personalData.seal(ServiceAccount.subjectOf(id), place, 'A robot'));
  }
  await appendStreams(installation, ids.length, (i) => {
    const scope = { workspaceIds: [String(i)], projectIds: [] };
    const account = { organizationId: organization.id, name: names[i], role: 'annotator', tokenId: newId(), ...scope };
    return { stream: ServiceAccount.stream(ids[i]).name, events: [{ type: 'ServiceAccountCreated', ...account }], origin };
  });
  await admit(ids);
  return ids;
}

/** All are admitted in one append to the organization's stream. */
async function admit(serviceAccountIds) {
  if (serviceAccountIds.length === 0) return;
  const { store, ledger, clock } = installation;
  const stream = Organization.stream(organization.id);
  const { revision } = await ledger.on(stream).load();
  const admissions = serviceAccountIds.map((id) => ({ type: 'ServiceAccountAdmitted', serviceAccountId: id, nameDigest: id }));
  await store.append(
    stream.name,
    revision,
    admissions.map((event) => draftOf(event, eventTypes, origin, clock)),
  );
}

async function createVerifier() {
  const id = newId();
  const { credential, lookup, kept } = mint.opaque('verifier');
  const event = { type: 'VerifierCreated', organizationId: organization.id, name: '', lookup, pepperVersion: kept.pepperVersion };
  await appendStreams(installation, 1, () => ({ stream: Verifier.stream(id).name, events: [event], origin }));
  credentials.verifier.push(Buffer.from(`${id}:${credential}`).toString('base64'));
}

function writeCredentials() {
  const folder = join(directory, 'credentials');
  mkdirSync(folder);
  for (const [kind, texts] of Object.entries(credentials)) writeFileSync(join(folder, kind), texts.join('\n'));
}
