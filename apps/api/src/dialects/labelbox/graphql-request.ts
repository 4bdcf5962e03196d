import { IsObject, IsString } from 'class-validator';
import { MayBeAbsent } from '../../edge/http/optional.js';
import type { Sent } from '../../edge/http/request-classes.js';
import { LabelboxFailure } from './labelbox-failure.js';

/** A document of GraphQL and the values of its variables. */
export class GraphQLRequest {
  /** One operation: a query, or a mutation of one field. */
  @IsString()
  readonly query!: string;

  /** Null for none. */
  @MayBeAbsent()
  @IsObject()
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** @throws LabelboxFailure MALFORMED_REQUEST */
export function requestIn(body: Sent<GraphQLRequest>): GraphQLRequest {
  if (Array.isArray(body)) throw malformed('One request is answered at a time.');
  if (typeof body !== 'object') throw malformed('The body must be a JSON object.');
  const { query, variables } = body;
  if (typeof query !== 'string') throw malformed('query must be a text.');
  const isObject = typeof variables === 'object' && !Array.isArray(variables);
  if (variables !== undefined && !isObject) throw malformed('variables must be an object.');
  return { query, variables: variables as GraphQLRequest['variables'] };
}

export const malformed = (...messages: string[]) => new LabelboxFailure(400, 'MALFORMED_REQUEST', messages);
