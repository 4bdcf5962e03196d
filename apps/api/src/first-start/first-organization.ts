import { randomBytes } from 'node:crypto';
import type { CommandBus } from '@nestjs/cqrs';
import type { Origin } from '#event-store/handle-command';
import { newId } from '../ids.js';
import type { Installation } from '../installation.js';
import { CreateOrganization } from '../organization/organization.commands.js';
import { SetPassword } from '../users/password.commands.js';
import { RegisterUser } from '../users/register-user.command.js';

export interface FirstOwner {
  readonly email: string;
  readonly password: string;
  /** Whether the operator does not know the password yet. */
  readonly isGenerated: boolean;
}

/**
 * Creates the first organization and its owner, or finishes what a crash interrupted; null when an organization exists.
 * `announce` is called before the deciding event, so that no crash leaves an owner whose password nobody ever saw.
 */
export async function createFirstOrganization(
  installation: Installation,
  commands: CommandBus,
  origin: Origin,
  announce: (owner: FirstOwner) => void,
): Promise<FirstOwner | null> {
  const { validity, config, emails } = installation;
  if (validity.principals.organizations.size > 0) return null;
  const configured = config.bootstrapPassword();
  const password = configured ?? randomBytes(18).toString('base64url');
  const owner = { email: config.values.KEYLEDGER_BOOTSTRAP_EMAIL, password, isGenerated: configured === null };
  const interrupted = validity.principals.holderOf(emails.digest(emails.normalize(owner.email) ?? ''));
  const organizationId = interrupted?.homeOrganizationId ?? newId();
  const organizationOrigin = { ...origin, organizationId };
  const firstOwnerId = interrupted?.id ?? (await registerOwner(commands, organizationId, owner, organizationOrigin));
  if (interrupted) await commands.execute(new SetPassword(firstOwnerId, password, organizationOrigin, null));
  announce(owner);
  const organization = { id: organizationId, name: config.values.KEYLEDGER_BOOTSTRAP_ORGANIZATION, firstOwnerId };
  await commands.execute(new CreateOrganization(organization, organizationOrigin));
  return owner;
}

/** Registered as an administrator: the organization that is created next makes its first owner one. */
async function registerOwner(
  commands: CommandBus,
  organizationId: string,
  { email, password }: FirstOwner,
  origin: Origin,
): Promise<string> {
  const by = { role: 'owner', mayGive: true, organizationId, origin } as const;
  const { userId } = await commands.execute(new RegisterUser(by, { email, role: 'administrator', password }));
  return userId;
}
