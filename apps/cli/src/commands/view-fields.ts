import type { Fields } from '../fields.js';

// The members of what the server answers, of which `--json` chooses; a test compares them with real answers.

export const tokenFields: Fields = [
  'id',
  'kind',
  'name',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'state',
  'ownerId',
  'generation',
  'previous',
  'owner',
  'createdBy',
  'lastUse',
  'stateReason',
];
export const apiKeyFields: Fields = [
  'id',
  'name',
  'role',
  'ownerId',
  'createdBy',
  'createdWith',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'allowedIpCidrs',
  'state',
];
/** As the list has them, which tells more of each key than the key's own address. */
export const listedApiKeyFields: Fields = [...apiKeyFields, 'owner', 'creator', 'lastUse', 'stateReason'];
export const userFields: Fields = ['id', 'number', 'email', 'firstName', 'lastName', 'createdAt', 'role', 'disabled'];
export const principalFields: Fields = [
  'id',
  'number',
  'email',
  'firstName',
  'lastName',
  'createdAt',
  'role',
  'disabled',
  'kind',
  'name',
  'state',
  'lastSeenAt',
  'tokens',
];
export const membershipFields: Fields = ['organization', 'firstOwner', 'role', 'joinedAt'];
export const passwordResetFields: Fields = ['id', 'requestedBy', 'createdAt', 'expiresAt', 'state'];
export const serviceAccountFields: Fields = ['id', 'number', 'name', 'role', 'workspaceIds', 'projectIds', 'createdAt', 'token'];
export const verifierFields: Fields = ['id', 'name', 'createdAt'];
export const activityFields: Fields = ['id', 'position', 'occurredAt', 'type', 'stream', 'actor', 'requestId', 'details', 'names'];
export const sessionFields: Fields = ['id', 'createdAt', 'lastSeenAt', 'confirmedAt', 'expiresAt', 'lastUse', 'current'];
export const currentSessionFields: Fields = ['userId', 'role', 'confirmedUntil', 'idleEndsAt', 'expiresAt'];
export const organizationFields: Fields = [
  'id',
  'number',
  'name',
  'createdAt',
  'personalAccessTokensEnabled',
  'legacyTokensEnabled',
  'personalAccessTokenTtlDays',
  'serviceAccountAllowance',
  'apiCredentialsMayIssue',
  'apiKeysMayIssue',
];
export const signingKeyFields: Fields = ['kid', 'status'];
export const projectionFields: Fields = ['name', 'version', 'position', 'caughtUp', 'parkedEvents'];
export const permissionFields: Fields = ['method', 'path', 'summary', 'who', 'public', 'roles', 'act', 'usersOnly', 'sessionOnly'];
export const summaryFields: Fields = ['ownTokens', 'organization'];
export const footprintFields: Fields = ['user', 'tokens', 'sessions', 'serviceAccounts', 'verifiers', 'registeredPeople'];
export const allowanceRequestFields: Fields = ['id', 'state', 'reason', 'requestedAt', 'requestedBy', 'answer'];
