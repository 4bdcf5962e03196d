import { buildSchema } from 'graphql';

const textFields = { id: 'ID', email: 'String', name: 'String', nickname: 'String' } as const;

/** The fields of a person by which lists are filtered. */
export type TextField = keyof typeof textFields;
/** How the SDK writes `==`, `!=`, `<`, `>`, `<=` and `>=`. */
export const comparisons = ['', '_not', '_lt', '_gt', '_lte', '_gte'] as const;
export type Comparison = (typeof comparisons)[number];

const sortFields = ['id', 'email', 'name', 'nickname', 'createdAt'] as const;
export type SortField = (typeof sortFields)[number];
export type UserOrder = `${SortField}_${'ASC' | 'DESC'}`;

const filters = Object.entries(textFields).flatMap(([field, type]) => comparisons.map((comparison) => `  ${field}${comparison}: ${type}`));
const orders = sortFields.flatMap((field) => [`  ${field}_ASC`, `  ${field}_DESC`]);

/** What is served of Labelbox's schema, in the language of GraphQL schemas. */
export const schemaText = `"""A time in UTC with milliseconds, as \`2026-01-31T12:00:00.000Z\`."""
scalar DateTime

"""Whole seconds since 1970, which may lie beyond the range of Int. What never ends has the last second of the year 9999."""
scalar EpochSeconds

type Query {
  """The caller, or the person who is named; for those who do not oversee the organization, the caller alone."""
  user(where: WhereUniqueUser): User
  """People who are not disabled, oldest first; for those who do not oversee the organization, the caller alone."""
  users(where: UserFilter, orderBy: UserOrderBy, skip: Int, first: Int): [User!]!
  organization: Organization!
  """The role of the person, or of the caller's own key."""
  organizationRole(userId: ID): Role
  roles: [Role!]!
}

"""A mutation has one field."""
type Mutation {
  """Makes a key of the caller or, by an administrator, of the person with this address. The answer is the only time it is shown."""
  createApiKey(data: NewApiKey!): CreatedApiKey!
  """Deletes a key for ever; a second time has the same answer."""
  updateApiKey(where: WhereUnique!, data: ApiKeyChange!): DeletedApiKey!
  """Disables a person, whose keys are refused at once."""
  updateUser(where: WhereUnique!, data: UserChange!): DisabledUser!
  """Lowers the role of a person."""
  setOrganizationRole(data: RoleChange!): Role!
}

type Organization {
  id: ID!
  name: String
  createdAt: DateTime!
  """Always null: it is not kept."""
  updatedAt: DateTime
  users(where: UserFilter, orderBy: UserOrderBy, skip: Int, first: Int): [User!]!
}

type User {
  id: ID!
  """Null once the personal data was erased, as are the names."""
  email: String
  """First and last name."""
  name: String
  """The same; the SDK reads its \`name\` from here, and its \`nickname\` from the other."""
  nickname: String
  """Always null: there are no pictures."""
  picture: String
  """Whether the role is Read-only Admin."""
  isViewer: Boolean!
  isExternalUser: Boolean!
  """Whether the person is disabled."""
  deleted: Boolean!
  createdAt: DateTime
  """Always null: it is not kept."""
  updatedAt: DateTime
  """When the newest session began."""
  lastLoginAt: DateTime
  """Always null: it belongs to a service that is not used here."""
  intercomHash: String
  """Of the caller, the role in which the key acts."""
  orgRole: Role
  organization: Organization!
  """The caller's own keys, deleted and expired ones too; none of anybody else."""
  apiKeys: [ApiKey!]!
  """The keys of everybody else, for those who oversee the organization; none beside the caller."""
  apiKeysOtherUsers: [ApiKey!]!
}

type Role {
  id: ID!
  name: String!
  permissions: [String!]!
  """Always null: all organizations have the same roles."""
  organizationId: ID
}

type ApiKey {
  id: ID!
  name: String
  createdAt: DateTime!
  """Always null: it is not kept."""
  updatedAt: DateTime
  """Whether it is over for ever before its time."""
  revoked: Boolean!
  expiresAtEpoch: EpochSeconds!
  userId: ID!
  userEmail: String
  createdByUserId: ID
  """From where it is good; empty for everywhere."""
  allowedIpCidrs: [String!]!
}

type CreatedApiKey {
  id: ID!
  jwt: String!
}

type DeletedApiKey {
  id: ID!
  revoked: Boolean!
}

type DisabledUser {
  id: ID!
  deleted: Boolean!
}

input WhereUnique {
  id: ID!
}

"""One of the two."""
input WhereUniqueUser {
  id: ID
  email: String
}

"""What is compared narrows the list down; an address is found in any case of its letters."""
input UserFilter {
  AND: [UserFilter!]
${filters.join('\n')}
}

enum UserOrderBy {
${orders.join('\n')}
}

input NewApiKey {
  """One line of at most 200 characters."""
  name: String!
  """Whose key it is, by address; the caller's own by default."""
  targetUserEmailId: String
  """Name of a role in any case; the one in which the caller acts by default."""
  role: String
  """60 to 15120000, which is also the default."""
  validitySeconds: Int
  """Addresses and networks from which the key is good, at most 50; from everywhere by default."""
  allowedIpCidrs: [String!]
}

input ApiKeyChange {
  """Only true is served."""
  revoked: Boolean!
}

input UserChange {
  """Only true is served."""
  deleted: Boolean!
}

input RoleChange {
  userId: ID!
  roleId: ID!
}
`;

export const schema = buildSchema(schemaText);
