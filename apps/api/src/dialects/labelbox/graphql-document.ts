import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { redacted } from '#installation/redaction';
import { schema } from './graphql-schema.js';
import { type LabelboxCode, LabelboxFailure } from './labelbox-failure.js';

/** What a document may have. The largest that the SDK sends has 64 tokens, depth 5 and none of the others. */
export const documentLimits = { tokens: 1000, depth: 8, aliases: 15, directives: 20 } as const;

/** A document with hundreds of faults is no more wrong than one with five. */
const errorsMax = 5;
const messageLengthMax = 300;

const limitRules = [
  maxDepthRule({ n: documentLimits.depth, ignoreIntrospection: false }),
  maxAliasesRule({ n: documentLimits.aliases, allowList: [] }),
  maxDirectivesRule({ n: documentLimits.directives }),
] as readonly ValidationRule[];
const rules = [...limitRules, ...specifiedRules, NoSchemaIntrospectionCustomRule];

/**
 * A document of one query, or of one mutation with one field, that fits the schema and the limits.
 *
 * @throws LabelboxFailure GRAPHQL_PARSE_FAILED or GRAPHQL_VALIDATION_FAILED
 */
export function documentIn(text: string): DocumentNode {
  const document = parsed(text);
  const problems = [...problemsOfForm(document), ...problemsOf(document)];
  if (problems.length > 0) throw refused('GRAPHQL_VALIDATION_FAILED', problems);
  return document;
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: documentLimits.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) throw refused('GRAPHQL_PARSE_FAILED', [error.message]);
    throw error;
  }
}

function problemsOfForm({ definitions }: DocumentNode): string[] {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1) return ['A document has one operation.'];
  const [{ operation, selectionSet }] = operations;
  if (operation === OperationTypeNode.QUERY) return [];
  if (operation === OperationTypeNode.SUBSCRIPTION) return ['There are no subscriptions.'];
  const isOneField = selectionSet.selections.length === 1 && selectionSet.selections[0].kind === Kind.FIELD;
  return isOneField ? [] : ['A mutation has one field.'];
}

/** The rules that limit throw what they refuse, instead of adding it to the problems. */
function problemsOf(document: DocumentNode): string[] {
  try {
    return validate(schema, document, rules, { maxErrors: errorsMax, hideSuggestions: true }).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

const refused = (code: LabelboxCode, messages: readonly string[]) => new LabelboxFailure(400, code, messages.map(shown));

/** Where a message of the library begins to quote a value that was sent, and how it ends instead. */
const quotedValues: readonly (readonly [RegExp, string])[] = [
  [/ got invalid value .*/s, ' has a value of another type.'],
  [/ value: .*/s, ' value.'],
  [/ (String|BlockString) ".*/s, ' $1.'],
  [/(Expected value of type "[^"]*"), found .*/s, '$1.'],
];

/** A message of the library without the values that it quotes. Names stay; one of them may be a credential in a wrong place, or long. */
export function shown(message: string): string {
  const withoutValues = quotedValues.reduce((left, [quoted, instead]) => left.replace(quoted, instead), message);
  return redacted(withoutValues).slice(0, messageLengthMax);
}
