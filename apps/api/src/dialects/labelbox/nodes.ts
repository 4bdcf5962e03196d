import { oversees } from '../../edge/authentication/access.js';
import { fullName } from '../../features/activity/principal-names.js';
import type { ApiKeyView } from '../../features/api-keys/api-key-views.js';
import type { OrganizationView } from '../../features/organization/organization-views.js';
import type { ListedPerson } from './people-search.js';
import type { ListArguments, Reading } from './reading.js';

/** The last second of the year 9999, which is the latest that the SDK can read. */
const endOfTimeSeconds = 253_402_300_799;

/** The members of an organization as the schema names them. */
export const organizationNode = (reading: Reading, { id, name, createdAt }: OrganizationView) => ({
  id,
  name,
  createdAt,
  updatedAt: null,
  users: (args: ListArguments) => personNodes(reading, args),
});

export const personNodes = async (reading: Reading, args: ListArguments) =>
  (await reading.people(args)).map((person) => personNode(reading, person));

/** The members of a person as the schema names them; what takes work is done where it is asked for. */
export function personNode(reading: Reading, person: ListedPerson) {
  const { id, email, createdAt } = person;
  const name = fullName(person);
  const isCaller = id === reading.caller.id;
  return {
    id,
    email,
    name,
    nickname: name,
    picture: null,
    isViewer: () => reading.roleOf(id)?.id === 'auditor',
    isExternalUser: false,
    deleted: () => reading.isDisabled(id),
    createdAt,
    updatedAt: null,
    lastLoginAt: () => reading.lastLoginAt(id),
    intercomHash: null,
    orgRole: () => reading.roleOf(id),
    organization: async () => organizationNode(reading, await reading.organization()),
    apiKeys: () => (isCaller ? keyNodes(reading, (key) => key.ownerId === id) : []),
    apiKeysOtherUsers: () => (isCaller && oversees(reading.caller) ? keyNodes(reading, (key) => key.ownerId !== id) : []),
  };
}

const keyNodes = async (reading: Reading, isShown: (key: ApiKeyView) => boolean) =>
  (await reading.keys()).filter(isShown).map((key) => reading.row(() => keyNode(reading, key)));

const keyNode = (reading: Reading, { id, name, createdAt, expiresAt, ownerId, createdBy, allowedIpCidrs, state }: ApiKeyView) => ({
  id,
  name,
  createdAt,
  updatedAt: null,
  revoked: state === 'revoked',
  expiresAtEpoch: expiresAt === null ? endOfTimeSeconds : Math.floor(Date.parse(expiresAt) / 1000),
  userId: ownerId,
  userEmail: () => reading.emailOf(ownerId),
  createdByUserId: createdBy,
  allowedIpCidrs,
});
