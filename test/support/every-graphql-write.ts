import { makeKey } from './api-keys.js';
import type { Preparation, Prepare } from './preparation.js';

/** A mutation by a key of the owner; `variablesOf` makes what it is about. */
const mutation =
  (query: string, variablesOf: (given: Preparation) => Promise<object>, path = '/graphql'): Prepare =>
  async (given) => ({
    path,
    headers: (await makeKey(given.app, { role: 'administrator' }, given.owner)).headers,
    body: { query, variables: await variablesOf(given) },
  });

const create = (path?: string) =>
  mutation('mutation($name: String!){createApiKey(data: {name: $name}){id jwt}}', async () => ({ name: 'nightly' }), path);
const change = (role: string) =>
  mutation('mutation($id: ID!, $role: ID!){setOrganizationRole(data: {userId: $id, roleId: $role}){id name}}', async (given) => ({
    id: (await given.person()).id,
    role,
  }));

/** The mutations of `/graphql`, by its two addresses. */
export const everyGraphQLWrite: Readonly<Record<string, readonly Prepare[]>> = {
  'POST /graphql': [
    create(),
    mutation('mutation($id: ID!){updateApiKey(where: {id: $id}, data: {revoked: true}){id revoked}}', async ({ app, owner }) => ({
      id: (await makeKey(app, {}, owner)).id,
    })),
    mutation('mutation($id: ID!){updateUser(where: {id: $id}, data: {deleted: true}){id deleted}}', async (given) => ({
      id: (await given.person()).id,
    })),
    change('annotator'),
  ],
  'POST /_gql': [create('/_gql')],
};
