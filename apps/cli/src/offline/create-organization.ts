import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { CreateOrganization, CreateOrganizationHandler } from '#api/features/organization/organization.commands';
import { SetPassword } from '#api/features/users/password.commands';
import { Passwords } from '#api/features/users/passwords';
import { RegisterUser, RegisterUserHandler } from '#api/features/users/register-user.command';
import { UserViews } from '#api/features/users/user-views';
import { Refusal } from '#domain/refusal';
import type { Config } from '#installation/config';
import { hostFollowUps } from './host-follow-ups.js';
import { newPasswordsOn } from './host-new-passwords.js';
import { withOfflineInstallation } from './offline-installation.js';

export interface NewOrganization {
  readonly name: string;
  readonly ownerEmail: string;
  readonly ownerPassword: string;
}

/** Creates an organization with its first owner on the host. A repeated call finishes an interrupted one. */
export function createOrganization(config: Config, { name, ownerEmail, ownerPassword }: NewOrganization) {
  return withOfflineInstallation(config, async (installation, origin) => {
    const { ledger, personalData, emails, secrets, validity } = installation;
    const newPasswords = newPasswordsOn(installation);
    const { principals } = validity;
    const user = principals.userByEmail(emails.digest(emails.normalize(ownerEmail) ?? ''));
    if (user && principals.organizations.has(user.homeOrganizationId)) throw new Refusal('email/taken');
    const organizationId = user?.homeOrganizationId ?? newId();
    const own = { ...origin, organizationId };
    // The person is registered as an administrator, and becomes an owner when the organization is created.
    const register = async () => {
      const person = { email: ownerEmail, role: 'administrator', password: ownerPassword } as const;
      const registration = new RegisterUserHandler(ledger, personalData, emails, newPasswords, secrets, new UserViews(validity));
      return (await registration.execute(new RegisterUser(operatorIn(organizationId, own), person))).id;
    };
    const firstOwnerId = user?.id ?? (await register());
    if (user) {
      const passwords = new Passwords(ledger, newPasswords, secrets, validity, hostFollowUps(config));
      await passwords.set(new SetPassword(firstOwnerId, ownerPassword, own, null));
    }
    const creation = new CreateOrganizationHandler(ledger, personalData, config);
    await creation.execute(new CreateOrganization({ id: organizationId, name, firstOwnerId }, own));
    return { id: organizationId, number: principals.organizations.get(organizationId)?.number ?? 0, ownerId: firstOwnerId };
  });
}
