import type { CommandBus } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { isAtLeast } from '#domain/role';
import { validitySecondsMax } from '#domain/token.api-key';
import type { Caller } from '../../edge/authentication/caller.js';
import { requestValidation } from '../../edge/http/request-validation.js';
import { newId } from '../../edge/ids.js';
import { CreateApiKeyRequest } from '../../features/api-keys/api-keys.dto.js';
import { CreateApiKey } from '../../features/api-keys/create-api-key.command.js';
import { DeleteApiKey } from '../../features/api-keys/delete-api-key.command.js';
import { ChangeMemberRole } from '../../features/users/change-member-role.command.js';
import { DisableUser } from '../../features/users/disable-user.command.js';
import { malformed } from './graphql-request.js';
import { LabelboxFailure } from './labelbox-failure.js';
import { type LabelboxRole, labelboxRoles, roleNamed, roleWithId } from './labelbox-roles.js';
import type { UndeliveredKeys } from './undelivered-keys.js';

interface Data<Of> {
  readonly data: Of;
}

interface WhereUnique {
  readonly where: { readonly id: string };
}

interface NewApiKey {
  readonly name: string;
  readonly targetUserEmailId?: string | null;
  readonly role?: string | null;
  readonly validitySeconds?: number | null;
  readonly allowedIpCidrs?: readonly string[] | null;
}

/** The mutations that one request may ask for. */
export class Mutations {
  constructor(
    private readonly caller: Caller,
    private readonly commands: CommandBus,
    private readonly undelivered: UndeliveredKeys,
    /** Whether the answer reached the connection, once that is known. */
    private readonly delivered: Promise<boolean>,
  ) {}

  async createApiKey({ data }: Data<NewApiKey>): Promise<{ id: string; jwt: string }> {
    const caller = { ...this.caller, idempotentId: newId() };
    const request = await this.#requestOf(data);
    return this.undelivered.guard(caller, this.delivered, async () => {
      const { apiKey, credential } = await this.commands.execute(new CreateApiKey(caller, request)).catch(refuseUnknownAddress);
      return { id: apiKey.id, jwt: credential };
    });
  }

  async updateApiKey({ where: { id }, data: { revoked } }: WhereUnique & Data<{ readonly revoked: boolean }>) {
    if (!revoked) throw notServed('A deleted key stays deleted.');
    await this.commands.execute(new DeleteApiKey(this.caller, id));
    return { id, revoked };
  }

  async updateUser({ where: { id }, data: { deleted } }: WhereUnique & Data<{ readonly deleted: boolean }>) {
    if (!deleted) throw notServed('A person is enabled in a session.');
    this.#requireAdministrator();
    await this.commands.execute(new DisableUser(this.caller, id)).catch(refuseUnknownPerson);
    return { id, deleted };
  }

  /** A key lowers roles, also where the owners let other credentials raise them. */
  async setOrganizationRole({
    data: { userId, roleId },
  }: Data<{ readonly userId: string; readonly roleId: string }>): Promise<LabelboxRole> {
    const role = roleWithId(roleId);
    if (role === null) throw malformed('roleId must be the id of a role.');
    this.#requireAdministrator();
    const caller = { ...this.caller, mayGrant: false };
    await this.commands.execute(new ChangeMemberRole(caller, userId, { role })).catch(refuseUnknownPerson);
    return labelboxRoles[role];
  }

  #requireAdministrator(): void {
    if (!isAtLeast(this.caller.role, 'administrator')) throw new Refusal('permission/denied');
  }

  /** @throws Refusal request/invalid as on the native route; LabelboxFailure MALFORMED_REQUEST for an unknown role */
  #requestOf({ name, targetUserEmailId, role, validitySeconds, allowedIpCidrs }: NewApiKey): Promise<CreateApiKeyRequest> {
    const asked = role === null || role === undefined ? this.caller.role : roleNamed(role);
    if (asked === null)
      throw malformed(
        `role must be one of ${Object.values(labelboxRoles)
          .map((each) => each.name)
          .join(', ')}.`,
      );
    const body = {
      name,
      role: asked,
      validitySeconds: validitySeconds ?? validitySecondsMax,
      userEmail: targetUserEmailId ?? undefined,
      allowedIpCidrs: allowedIpCidrs ?? undefined,
    };
    return requestValidation.transform(body, { type: 'body', metatype: CreateApiKeyRequest });
  }
}

const notServed = (sentence: string) => new LabelboxFailure(422, 'OPERATION_NOT_ALLOWED', [sentence]);

/** On RESOURCE_NOT_FOUND the SDK would look for a key in an empty answer, and fail with an error of Python. */
function refuseUnknownAddress(error: unknown): never {
  throw isUserNotFound(error) ? notServed('Nobody in the organization has this address.') : error;
}

/** On RESOURCE_NOT_FOUND the SDK would say nothing, as after a change that succeeded. */
function refuseUnknownPerson(error: unknown): never {
  throw isUserNotFound(error) ? notServed('Nobody in the organization has this id.') : error;
}

const isUserNotFound = (error: unknown) => error instanceof Refusal && error.code === 'user/not-found';
