import { OrganizationViews } from '#api/features/organization/organization-views';
import { NewPasswords } from '#api/features/users/new-passwords';
import { People } from '#api/features/users/people';
import type { Installation } from '#installation/installation';

/** Builds the password rules from a host installation; they are the same as over HTTP. */
export function newPasswordsOn({ ledger, personalData, passwords, passwordStrength, validity }: Installation): NewPasswords {
  const organizations = new OrganizationViews(validity, personalData);
  return new NewPasswords(passwords, passwordStrength, validity, new People(ledger, personalData), organizations);
}
