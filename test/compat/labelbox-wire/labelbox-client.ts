import { type HeaderLines, send, type WireAnswer } from '../label-studio-wire/wire.js';
import { readBySdk, SdkRaised } from './sdk-reader.js';

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer, not what it could be.
type Json = any;

const userFields = 'lastLoginAt isViewer nickname name email isExternalUser picture updatedAt createdAt id';
const keyFields = 'id name createdAt updatedAt revoked expiresAtEpoch userId userEmail createdByUserId allowedIpCidrs';
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/;

/** The documents of `labelbox` 7.17.0, as it sends them. */
export const documents = {
  user: `query GetUserPyApi{user{${userFields}}}`,
  userById: `query GetUserPyApi($param_0: ID!){user(where: {id: $param_0}){${userFields}}}`,
  organization: 'query GetOrganizationPyApi{organization{updatedAt createdAt name id}}',
  orgRole: 'query GetUserOrgRolePyApi($param_0: ID!){user(where: {id: $param_0}){orgRole{name id}}}',
  roles: 'query GetAvailableUserRolesPyApi { roles { id name } }',
  users: (where: string, parameters: string, skip: number) =>
    `query GetUsersPyApi${parameters}{users(${where}skip: ${skip} first: 100){${userFields}}}`,
  organizationUsers: (skip: number) =>
    `query GetOrganizationUsersPyApi($param_0: String!){organization{users(where: {email: $param_0} skip: ${skip} first: 100)` +
    `{${userFields}}}}`,
  permissions: 'query GetUserPermissionsPyApi($userId: ID) { organizationRole(userId: $userId) { permissions } }',
  keyRoles: 'query GetAvailableUserRolesPyApi { roles { name permissions organizationId } }',
  createApiKey: `mutation CreateUserApiKeyPyApi(
    $name: String!, $userEmail: String!, $role: String, $validitySeconds: Int, $allowedIpCidrs: [String!]
  ) {
    createApiKey(
      data: {
        name: $name, targetUserEmailId: $userEmail, role: $role, validitySeconds: $validitySeconds, allowedIpCidrs: $allowedIpCidrs
      }
    ) { id jwt }
  }`,
  keys: `query GetUsersApiKeysPyApi { user { id apiKeys { ${keyFields} } apiKeysOtherUsers { ${keyFields} } } }`,
  deleteApiKey: 'mutation DeleteApiKeyPyApi($id: ID!) { updateApiKey(where: { id: $id }, data: { revoked: true }) { id } }',
  setRole:
    'mutation SetOrganizationRolePyApi($userId: ID!, $roleId: ID!) { ' +
    'setOrganizationRole(data: {userId: $userId, roleId: $roleId}) { id name }}',
  deleteMember: 'mutation DeleteMemberPyApi($userId: ID!) { updateUser(where: {id: $userId}, data: {deleted: true}) { id deleted }}',
} as const;

/** The official client of Labelbox, as it sends and reads; it checks nothing before it sends, since only a server protects itself. */
export class LabelboxClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  get headers(): HeaderLines {
    return [
      ['User-Agent', 'python-requests/2.34.2'],
      ['Accept-Encoding', 'gzip, deflate'],
      ['Accept', 'application/json'],
      ['Connection', 'keep-alive'],
      ['Authorization', `Bearer ${this.apiKey}`],
      ['Content-Type', 'application/json'],
      ['X-User-Agent', 'python-sdk 7.17.0'],
      ['X-Python-Version', '3.11.7-final'],
      ['X-SDK-Method', 'Client:create_api_key'],
    ];
  }

  /** Sends a body as it stands. */
  post(body: string, path = '/graphql'): Promise<WireAnswer> {
    return send(this.url, 'POST', path, [...this.headers, ['Content-Length', String(Buffer.byteLength(body))]], body);
  }

  /** @throws SdkRaised as the SDK raises */
  async execute(query: string, variables: object | null = null): Promise<Json> {
    return readBySdk(await this.post(JSON.stringify({ query, variables })));
  }

  async getUser(): Promise<Json> {
    return userFrom((await this.execute(documents.user, {}))?.user);
  }

  async getUserById(id: string): Promise<Json> {
    return userFrom((await this.execute(documents.userById, { param_0: id }))?.user);
  }

  async getOrganization(): Promise<Json> {
    return (await this.execute(documents.organization, {})).organization;
  }

  async orgRole(userId: string): Promise<Json> {
    return (await this.execute(documents.orgRole, { param_0: userId })).user.orgRole;
  }

  async getRoles(): Promise<Json[]> {
    return (await this.execute(documents.roles)).roles;
  }

  /** Asks for the next page after each full one, as the SDK does. */
  async getUsers(email?: string): Promise<Json[]> {
    const [where, parameters] = email === undefined ? ['', ''] : ['where: {email: $param_0} ', '($param_0: String!)'];
    return pages(async (skip) => {
      const data = await this.execute(documents.users(where, parameters, skip), email === undefined ? {} : { param_0: email });
      return subscript(data, 'users');
    });
  }

  async permissions(): Promise<string[]> {
    return (await this.execute(documents.permissions)).organizationRole.permissions;
  }

  /** Names of the roles that the SDK lets its user choose for a key. */
  async keyRoles(): Promise<string[]> {
    const own = await this.permissions();
    const { roles } = await this.execute(documents.keyRoles);
    return roles
      .filter(({ name }: Json) => !['None', 'Tenant Admin'].includes(name))
      .filter(({ permissions }: Json) => permissions.every((each: string) => own.includes(each)))
      .map(({ name }: Json) => name);
  }

  /** The five requests of `create_api_key`. */
  async createApiKey(name: string, email: string, role: string, validitySeconds: number, allowedIpCidrs: string[] | null = null) {
    await this.getOrganization();
    const { users } = (await this.execute(documents.organizationUsers(0), { param_0: email })).organization;
    if (users.length === 0) throw new Error(`User with email '${email}' does not exist in the organization`);
    const roles = await this.keyRoles();
    if (!roles.includes(role)) throw new Error(`Invalid role specified. Allowed roles are: ${roles.join(', ')}`);
    return this.create({ name, userEmail: email, role, validitySeconds, allowedIpCidrs });
  }

  /** The last of them alone. */
  async create(variables: object): Promise<{ id: string; jwt: string }> {
    const { createApiKey } = subscript({ result: await this.execute(documents.createApiKey, variables) }, 'result');
    return createApiKey;
  }

  async getApiKeys(): Promise<{ own: Json[]; others: Json[] }> {
    const { user } = await this.execute(documents.keys);
    return { own: user.apiKeys.map(keyFrom), others: user.apiKeysOtherUsers.map(keyFrom) };
  }

  revoke(id: string): Promise<Json> {
    return this.execute(documents.deleteApiKey, { id });
  }

  updateOrgRole(userId: string, roleId: string): Promise<Json> {
    return this.execute(documents.setRole, { userId, roleId });
  }

  removeUser(userId: string): Promise<Json> {
    return this.execute(documents.deleteMember, { userId });
  }
}

async function pages(read: (skip: number) => Promise<Json[]>): Promise<Json[]> {
  const all: Json[] = [];
  for (let page = await read(0); ; page = await read(all.length)) {
    all.push(...page);
    if (page.length < 100) return all;
  }
}

/** A missing member is a KeyError to the SDK, and None has no members. */
function subscript(value: Json, ...names: string[]): Json {
  if (value === null || value === undefined) throw new SdkRaised('TypeError', "'NoneType' object is not subscriptable");
  for (const name of names) if (!(name in value)) throw new SdkRaised('KeyError', name);
  return names.length === 1 ? value[names[0]] : value;
}

function userFrom(user: Json): Json {
  if (user === null || user === undefined) throw new Error('ResourceNotFoundError');
  return withDates(subscript(user, ...userFields.split(' ')));
}

function keyFrom(key: Json): Json {
  const { expiresAtEpoch } = subscript(key, ...keyFields.split(' '));
  if (!Number.isInteger(expiresAtEpoch) || expiresAtEpoch > 253_402_300_799) throw new SdkRaised('TypeError', 'expiresAtEpoch');
  return withDates(key);
}

/** Without a fraction the SDK warns and keeps a text. */
function withDates(row: Json): Json {
  for (const [name, value] of Object.entries(row))
    if (/At$/.test(name) && value !== null && !dateTime.test(String(value))) throw new SdkRaised('TypeError', name);
  return row;
}
