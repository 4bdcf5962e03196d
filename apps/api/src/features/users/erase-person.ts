import type { PersonalData } from '#credentials/personal-data';
import type { SecretVault } from '#credentials/secret-vault';
import * as Email from '#domain/email';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import type { EventStore } from '#event-store/event-store';
import type { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import { legacyTokenId } from '../tokens/legacy-token-id.js';

interface Parts {
  readonly store: EventStore;
  readonly ledger: Ledger;
  readonly validity: TokenValidity;
  readonly personalData: PersonalData;
  readonly secrets: SecretVault;
}

/**
 * Destroys the key under which a person's data is sealed, deletes the secrets that are kept of them, and frees the address. Every step may
 * be repeated, so doing all of it again finishes what a crash or a restored vault has left.
 */
export async function erasePerson({ store, ledger, validity, personalData, secrets }: Parts, userId: string, origin: Origin) {
  const past = await store.readStream(User.stream(userId).name);
  const hashes = past.filter(({ type }) => type === 'PasswordSet').map(({ data }) => data.passwordId as string);
  for (const id of [...hashes, ...(await legacyValuesOf(userId, store, validity))]) await secrets.destroy(id);
  const digest = validity.principals.users.get(userId)?.emailDigest;
  if (digest) await ledger.on(Email.stream(digest)).handle({ type: 'ReleaseEmail', userId }, origin);
  // This step is the last, because its record also says that everything before it was done.
  await personalData.erase(User.subjectOf(userId));
}

/** The vault rows of the only tokens whose values can be read again: at most one token in each organization. */
async function legacyValuesOf(userId: string, store: EventStore, { principals }: TokenValidity): Promise<string[]> {
  const ids = [...principals.organizations.keys()].map((organizationId) => legacyTokenId(organizationId, userId));
  const pasts = await Promise.all(ids.map((id) => store.readStream(Token.stream(id).name)));
  const kept = pasts.flat().map(({ data }) => data.kept as Token.Kept | undefined);
  return kept.map((each) => each?.vaultId).filter((id) => id !== undefined);
}
