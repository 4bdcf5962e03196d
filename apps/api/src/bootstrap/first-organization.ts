import { randomBytes } from 'node:crypto';
import type { CommandBus } from '@nestjs/cqrs';
import { passwordProblem } from '#credentials/password';
import type { PasswordStrength } from '#credentials/password-strength';
import { refusals } from '#domain/refusal';
import type { Origin } from '#event-store/origin';
import { ConfigurationError } from '#installation/config';
import type { Installation } from '#installation/installation';
import { operatorIn } from '../edge/authentication/operator.js';
import { newId } from '../edge/ids.js';
import { CreateOrganization } from '../features/organization/organization.commands.js';
import { SetPassword } from '../features/users/password.commands.js';
import { RegisterUser } from '../features/users/register-user.command.js';

export interface FirstOwner {
  readonly email: string;
  readonly password: string;
  /** Whether the password was generated and the operator does not know it yet. */
  readonly isGenerated: boolean;
}

/**
 * Who becomes the first owner; null when an organization exists, because the settings are not read then.
 * @throws ConfigurationError before anything is written, with a sentence that names the setting
 */
export async function firstOwnerOf({ validity, config, emails, passwordStrength }: Installation): Promise<FirstOwner | null> {
  if (validity.principals.organizations.size > 0) return null;
  const email = config.values.KEYLEDGER_BOOTSTRAP_EMAIL;
  if (emails.normalize(email) === null) {
    throw new ConfigurationError(`KEYLEDGER_BOOTSTRAP_EMAIL is "${email}". ${refusals['email/invalid']}`);
  }
  const configured = config.bootstrapPassword();
  const told = [email, config.values.KEYLEDGER_BOOTSTRAP_ORGANIZATION];
  const problem = configured === null ? null : await problemOf(configured, told, passwordStrength);
  if (problem) {
    throw new ConfigurationError(`The password in KEYLEDGER_BOOTSTRAP_PASSWORD is refused. ${refusals[`password/${problem}`]}`);
  }
  return { email, password: configured ?? randomBytes(18).toString('base64url'), isGenerated: configured === null };
}

async function problemOf(password: string, told: readonly string[], strength: PasswordStrength) {
  return passwordProblem(password) ?? ((await strength.isGuessable(password, told)) ? 'too-common' : null);
}

/**
 * Creates the first organization and its owner, or finishes what a crash interrupted.
 * `announce` is called before the deciding event, so that no crash leaves an owner whose password nobody ever saw.
 */
export async function createFirstOrganization(
  { validity, config, emails }: Installation,
  owner: FirstOwner,
  commands: CommandBus,
  origin: Origin,
  announce: (owner: FirstOwner) => void,
): Promise<void> {
  const { password } = owner;
  const interrupted = validity.principals.userByEmail(emails.digest(emails.normalize(owner.email) ?? ''));
  const organizationId = interrupted?.homeOrganizationId ?? newId();
  const organizationOrigin = { ...origin, organizationId };
  const firstOwnerId = interrupted?.id ?? (await registerOwner(commands, organizationId, owner, organizationOrigin));
  if (interrupted) await commands.execute(new SetPassword(firstOwnerId, password, organizationOrigin, null));
  announce(owner);
  const organization = { id: organizationId, name: config.values.KEYLEDGER_BOOTSTRAP_ORGANIZATION, firstOwnerId };
  await commands.execute(new CreateOrganization(organization, organizationOrigin));
}

/** The person is registered as an administrator; the organization that is created next makes them its first owner. */
async function registerOwner(
  commands: CommandBus,
  organizationId: string,
  { email, password, isGenerated }: FirstOwner,
  origin: Origin,
): Promise<string> {
  const by = operatorIn(organizationId, origin);
  const passwordFrom = isGenerated ? 'generator' : 'settings';
  const { id } = await commands.execute(new RegisterUser(by, { email, role: 'administrator', password, passwordFrom }));
  return id;
}
