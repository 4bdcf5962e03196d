import { SetPassword } from '#api/features/users/password.commands';
import { Passwords } from '#api/features/users/passwords';
import type { Config } from '#installation/config';
import { CliFailure } from '../exit-codes.js';
import { hostFollowUps } from './host-follow-ups.js';
import { newPasswordsOn } from './host-new-passwords.js';
import { withOfflineInstallation } from './offline-installation.js';

export interface PasswordWasSet {
  readonly userId: string;
  /** Anything but `enabled` keeps the person from signing in, whatever the password. */
  readonly status: string;
}

/** Sets a person's password on the host, with the same command as over HTTP; every session of the person ends. */
export function setPassword(config: Config, email: string, password: string): Promise<PasswordWasSet> {
  return withOfflineInstallation(config, async (installation, origin) => {
    const { ledger, secrets, validity, emails } = installation;
    const normalized = emails.normalize(email);
    const user = normalized === null ? undefined : validity.principals.userByEmail(emails.digest(normalized));
    if (!user) throw new CliFailure('notFound', `No user has the address ${email}.`);
    const passwords = new Passwords(ledger, newPasswordsOn(installation), secrets, validity, hostFollowUps(config));
    await passwords.set(new SetPassword(user.id, password, { ...origin, organizationId: user.homeOrganizationId }, null));
    return { userId: user.id, status: validity.principals.ownerFacts('user', user.id, user.homeOrganizationId)?.status ?? user.status };
  });
}
