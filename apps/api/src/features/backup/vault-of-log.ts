import { VaultRefused } from '#credentials/vault';
import * as User from '#domain/user';
import type { Installation } from '#installation/installation';
import type { UserRow } from '#projections/token-validity/principals';

/**
 * A row of the vault is durable before the event that names it. So a vault that has the newest named rows was not put back to an earlier
 * state.
 * @throws VaultRefused
 */
export async function requireVaultOfLog({ validity, vault }: Installation): Promise<void> {
  const people = [...validity.principals.users.values()].filter(({ number, status }) => number !== null && status !== 'erased');
  // Both kinds of ids begin with the time at which they were made.
  const newest = largest(people, ({ id }) => id);
  if (newest && (await vault.dataKey(User.subjectOf(newest.id))) === undefined) throw olderThanLog(`the key of the user ${newest.id}`);
  const passwordId = largest(people, (user) => user.passwordId ?? '')?.passwordId;
  if (passwordId && !(await vault.secret(passwordId))) throw olderThanLog(`the password ${passwordId}`);
}

const olderThanLog = (what: string) =>
  new VaultRefused(
    `is older than the event log: it does not have ${what}`,
    'Put back the one of the same moment. If there is none, start once with KEYLEDGER_DECLARE_RESTORE=true: anyone who is missing in it ' +
      'stays without a name and a password.',
  );

const largest = (people: readonly UserRow[], textOf: (user: UserRow) => string) =>
  people.reduce<UserRow | undefined>((most, user) => (most === undefined || textOf(user) > textOf(most) ? user : most), undefined);
