import type { FastifyReply, FastifyRequest } from 'fastify';
import { OutcomeUnknown } from '#event-store/event-store';
import type { Failed } from '../../edge/http/dialects.js';
import type { Failure } from '../../edge/http/failure.js';

/** The codes by which the SDK chooses an exception; any other code is an unknown error to it. */
export type LabelboxCode =
  | 'AUTHENTICATION_ERROR'
  | 'AUTHORIZATION_ERROR'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  | 'MALFORMED_REQUEST'
  | 'OPERATION_NOT_ALLOWED'
  | 'RESOURCE_NOT_FOUND';

/** A refusal that only this surface has, or that has another code here than its own. */
export class LabelboxFailure extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: LabelboxCode,
    /** Sentences that are safe to show; the SDK shows the first. */
    readonly messages: readonly string[],
  ) {
    super(messages[0]);
  }
}

/** What the SDK takes for a limit that was exceeded; it looks for these words in a member beside the errors. */
const exceeded = 'You have exceeded the number of requests that are answered at a time. Try again a little later.';

/** A path that nothing answers is no resource: the SDK would take that code for an empty answer. */
const isUnserved = ({ status, code }: Failure) => code === 'http' && (status === 404 || status === 405);

/** The code of a failure, and with it the exception that the SDK raises. */
export function labelboxCodeOf(failure: Failure): LabelboxCode {
  const { status, code } = failure;
  if (status >= 500) return 'INTERNAL_SERVER_ERROR';
  if (status === 401 || code.startsWith('credential/')) return 'AUTHENTICATION_ERROR';
  if (status === 403) return 'AUTHORIZATION_ERROR';
  if (isUnserved(failure)) return 'OPERATION_NOT_ALLOWED';
  if (status === 404) return 'RESOURCE_NOT_FOUND';
  if (code === 'http' || status === 400) return 'MALFORMED_REQUEST';
  return 'OPERATION_NOT_ALLOWED';
}

/**
 * Writes the errors of GraphQL with a code that the SDK knows, for every error of every layer: it fails with an error of Python itself at
 * an error without a code. The SDK repeats a request that was answered by 5xx for two minutes, mutations too. So a fault that comes after
 * an append, or may do so, is answered by 200.
 */
export function writeLabelboxFailure(reply: FastifyReply, { error, failure, request }: Failed): void {
  const exact = error instanceof LabelboxFailure ? error : null;
  const code = exact?.code ?? labelboxCodeOf(failure);
  const status = exact?.statusCode ?? statusOf(failure, code, error, request);
  const messages = exact?.messages ?? [sentenceOf(failure)];
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer realm="keyledger"');
  const errors = messages.map((message) => ({ message, extensions: { code } }));
  reply
    .status(status)
    .type('application/json')
    .send({ ...(status === 429 && { message: exceeded }), errors });
}

function statusOf({ status }: Failure, code: LabelboxCode, error: unknown, request: FastifyRequest): number {
  if (code === 'AUTHENTICATION_ERROR') return 401;
  const mayHaveChanged = request.position !== null || error instanceof OutcomeUnknown;
  return status >= 500 && mayHaveChanged ? 200 : status;
}

function sentenceOf({ detail, members = {}, readModel }: Failure): string {
  const behind = readModel === undefined ? [] : [`The read model ${readModel} is behind.`];
  return [detail, ...Object.values(members).map((problems) => `${problems.join(', ')}.`), ...behind].join(' ');
}

/** Its JSON Schema. */
export const labelboxErrors = {
  type: 'object',
  description: 'Errors of GraphQL. `message` beside them says that too much was asked.',
  required: ['errors'],
  properties: {
    message: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'extensions'],
        properties: {
          message: { type: 'string' },
          extensions: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
        },
      },
    },
  },
};
