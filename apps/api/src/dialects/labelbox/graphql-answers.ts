import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { execute, GraphQLError } from 'graphql';
import { Refusal } from '#domain/refusal';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { anything, either, list, object, type Shape, text } from '../../edge/http/schema.js';
import { PrincipalNames } from '../../features/activity/principal-names.js';
import { OrganizationViews } from '../../features/organization/organization-views.js';
import { documentIn, shown } from './graphql-document.js';
import { malformed, requestIn } from './graphql-request.js';
import { schema } from './graphql-schema.js';
import { labelboxRoles } from './labelbox-roles.js';
import { Mutations } from './mutations.js';
import { organizationNode, personNode, personNodes } from './nodes.js';
import { type ListArguments, Reading, type ReadingParts } from './reading.js';
import { UndeliveredKeys } from './undelivered-keys.js';

/** The data that was asked for, as GraphQL has it. */
export const GraphQLAnswer = object('GraphQLAnswer', {
  data: anything({ user: { id: '01938c5e-7c00-7000-8000-000000000001' } }),
});
export type GraphQLAnswer = Shape<typeof GraphQLAnswer>;

const ErrorExtensions = object('GraphQLErrorExtensions', { code: text('INTERNAL_SERVER_ERROR') });
const AnsweredError = object('GraphQLError', { message: text('Something failed.'), extensions: ErrorExtensions });
const GraphQLErrors = object('GraphQLErrors', {
  errors: list(AnsweredError).about(
    'A fault that may come after a change is answered by 200, because the SDK repeats what was answered by 5xx.',
  ),
});

/** What is answered by 200. */
export const GraphQLReply = either(GraphQLAnswer, GraphQLErrors);
export type GraphQLReply = Shape<typeof GraphQLReply>;

/** Answers documents of GraphQL to API keys. */
@Injectable()
export class GraphQLAnswers {
  readonly #parts: ReadingParts;

  constructor(
    queries: QueryBus,
    validity: TokenValidity,
    ledger: Ledger,
    names: PrincipalNames,
    organizations: OrganizationViews,
    turns: LongReadTurns,
    private readonly commands: CommandBus,
    private readonly undelivered: UndeliveredKeys,
  ) {
    this.#parts = { queries, validity, ledger, names, organizations, turns };
  }

  /**
   * `delivered` says whether the answer reached the connection. The SDK throws data away that has an error beside it, so the first error
   * of any field is the answer.
   * @throws LabelboxFailure, Refusal, and what commands and queries throw
   */
  async answer(caller: Caller, body: unknown, delivered: Promise<boolean>): Promise<GraphQLAnswer> {
    const { query, variables } = requestIn(body as object);
    const document = documentIn(query);
    const reading = new Reading(this.#parts, caller);
    const mutations = new Mutations(caller, this.commands, this.undelivered, delivered);
    const rootValue = { ...queriesOf(reading), ...mutationsOf(mutations) };
    const { data, errors } = await execute({ schema, document, rootValue, variableValues: variables, hideSuggestions: true });
    if (errors === undefined) return { data };
    throw originalOf(errors[0]) ?? malformed(...errors.map(({ message }) => shown(message)));
  }
}

/** The error that a field threw; undefined when the library itself found a value of the wrong type. */
const originalOf = (error: Error | undefined): Error | undefined =>
  error instanceof GraphQLError ? originalOf(error.originalError) : error;

const queriesOf = (reading: Reading) => ({
  user: async ({ where }: { where?: { id?: string | null; email?: string | null } | null }) => {
    const [id, email] = [where?.id ?? null, where?.email ?? null];
    if (where && (id === null) === (email === null)) throw malformed('where must name an id or an email.');
    if (email === null) return personNode(reading, await reading.person(id ?? reading.caller.id));
    const [found] = await reading.people({ where: { email } });
    if (!found) throw new Refusal('user/not-found');
    return personNode(reading, found);
  },
  users: (args: ListArguments) => personNodes(reading, args),
  organization: async () => organizationNode(reading, await reading.organization()),
  organizationRole: async ({ userId }: { userId?: string | null }) => {
    const { id } = await reading.person(userId ?? reading.caller.id);
    return reading.roleOf(id);
  },
  roles: () => Object.values(labelboxRoles),
});

const mutationsOf = (mutations: Mutations) => ({
  createApiKey: mutations.createApiKey.bind(mutations),
  updateApiKey: mutations.updateApiKey.bind(mutations),
  updateUser: mutations.updateUser.bind(mutations),
  setOrganizationRole: mutations.setOrganizationRole.bind(mutations),
});
