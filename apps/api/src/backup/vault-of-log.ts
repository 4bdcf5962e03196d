import * as User from '#domain/user';
import type { UserRow } from '#projections/principals';
import type { Installation } from '../installation.js';

/** The vault does not go with the log: what the log names is not in it. */
export class VaultIsOlder extends Error {
  constructor(what: string) {
    super(
      `The vault (vault.db) is older than the event log: it does not have ${what}. Put back the vault of the same moment. If there is ` +
        'none, start once with KEYLEDGER_DECLARE_RESTORE=true: whoever is missing in the vault stays without a name and a password.',
    );
  }
}

/**
 * A row of the vault is durable before the event that names it. So a vault that has the newest rows that are named has not been
 * put back to an earlier state.
 *
 * @throws VaultIsOlder
 */
export async function requireVaultOfLog({ validity, vault }: Installation): Promise<void> {
  const people = [...validity.principals.users.values()].filter(({ number, status }) => number !== null && status !== 'erased');
  // Both kinds of ids begin with the time at which they were made.
  const newest = largest(people, ({ id }) => id);
  if (newest && (await vault.dataKey(User.subjectOf(newest.id))) === undefined) throw new VaultIsOlder(`the key of the user ${newest.id}`);
  const passwordId = largest(people, (user) => user.passwordId ?? '')?.passwordId;
  if (passwordId && !(await vault.secret(passwordId))) throw new VaultIsOlder(`the password ${passwordId}`);
}

const largest = (people: readonly UserRow[], textOf: (user: UserRow) => string) =>
  people.reduce<UserRow | undefined>((most, user) => (most === undefined || textOf(user) > textOf(most) ? user : most), undefined);
