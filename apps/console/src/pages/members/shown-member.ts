import type { PrincipalView } from '#api/features/users/principal-views';
import type { UserView } from '#api/features/users/user-views';
import { nameOf } from '../../parts/someone.js';

/** A person or a service account, as far as its dialogs and menu need it. */
export interface Member extends Pick<PrincipalView, 'id' | 'kind' | 'email' | 'role' | 'state'> {
  /** What it is called: by name or by address. */
  readonly label: string;
}

/** A row of the list of members. */
export const memberOfRow = ({ name, number, ...row }: PrincipalView): Member => ({
  ...row,
  label: nameOf({ name, email: row.email }) ?? nameless(row.kind, number),
});

/** One person. Erased data is shown to nobody, and so a person without an address was erased. */
export function memberOfPerson({ firstName, lastName, number, disabled, ...person }: UserView): Member {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  const state = person.email === null ? 'erased' : disabled ? 'disabled' : 'active';
  return { ...person, kind: 'user', label: name || (person.email ?? nameless('user', number)), state };
}

const nameless = (kind: Member['kind'], number: number) => (kind === 'user' ? `erased person #${number}` : `service account #${number}`);

/** Where the console shows it. */
export const pageOf = ({ kind, id }: Pick<Member, 'kind' | 'id'>): string =>
  kind === 'user' ? `/organization/members/${id}` : `/organization/settings/service-accounts/${id}`;
