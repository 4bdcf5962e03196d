import type { Installation } from '#installation/installation';
import { OrganizationViews } from '../features/organization/organization-view.js';
import { NewPasswords } from '../features/users/new-passwords.js';
import { PersonOf } from '../features/users/person.js';

/** The rules for passwords are the same on the host as over HTTP. */
export function newPasswordsOn({ ledger, personalData, passwords, passwordStrength, validity }: Installation): NewPasswords {
  const organizations = new OrganizationViews(validity, personalData);
  return new NewPasswords(passwords, passwordStrength, validity, new PersonOf(ledger, personalData), organizations);
}
