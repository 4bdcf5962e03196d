/** The exceptions of the SDK, and those of Python itself that its reader ends in where an answer has a form that it does not expect. */
export type SdkException =
  | 'ApiLimitError'
  | 'AuthenticationError'
  | 'AuthorizationError'
  | 'InternalServerError'
  | 'InvalidQueryError'
  | 'LabelboxError'
  | 'MalformedQueryException'
  | 'OperationNotAllowedException'
  | 'ResourceConflict'
  | 'UnprocessableEntityError'
  | 'ValidationFailedError'
  | BareException;

/** What an answer must never end in: the user would see a fault of the SDK. */
export type BareException = 'AttributeError' | 'KeyError' | 'TypeError';
export const bareExceptions: readonly SdkException[] = ['AttributeError', 'KeyError', 'TypeError'];

export class SdkRaised extends Error {
  constructor(
    readonly exception: SdkException,
    message = '',
  ) {
    super(message);
  }
}

interface Read {
  readonly status: number;
  readonly text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer may be anything, which is what this reads.
type Json = any;

/** Exceptions by code, in the order in which the SDK looks for them. */
const beforeLimit = [
  ['AUTHENTICATION_ERROR', 'AuthenticationError'],
  ['AUTHORIZATION_ERROR', 'AuthorizationError'],
  ['GRAPHQL_VALIDATION_FAILED', 'InvalidQueryError'],
  ['GRAPHQL_PARSE_FAILED', 'InvalidQueryError'],
] as const;
const afterLimit = [
  ['RESOURCE_CONFLICT', 'ResourceConflict'],
  ['MALFORMED_REQUEST', 'MalformedQueryException'],
  ['INTERNAL_SERVER_ERROR', 'LabelboxError'],
  ['OPERATION_NOT_ALLOWED', 'OperationNotAllowedException'],
] as const;

/**
 * What `execute` of lbox-clients 1.1.2 makes of an answer, restated: the data, or null for RESOURCE_NOT_FOUND.
 *
 * @throws SdkRaised
 */
export function readBySdk({ status, text }: Read): Json {
  if (status >= 500 && status < 600) throw new SdkRaised('InternalServerError', `Internal server http error ${status}`);
  const json = parsed(text);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new SdkRaised('AttributeError', 'get');
  const errors = 'errors' in json ? json.errors : [];
  if (!Array.isArray(errors)) throw new SdkRaised('TypeError', 'errors');
  raiseFirst(errors, beforeLimit);
  const message = 'message' in json ? json.message : '';
  if (typeof message !== 'string') throw new SdkRaised('AttributeError', 'startswith');
  if (message.startsWith('You have exceeded')) throw new SdkRaised('ApiLimitError', message);
  if (errorOf(errors, 'RESOURCE_NOT_FOUND')) return null;
  raiseFirst(errors, afterLimit);
  if (errors.length > 0) {
    if (errors.some((error) => error.extensions?.code === undefined)) throw new SdkRaised('KeyError', 'extensions');
    throw new SdkRaised('LabelboxError', `Unknown error: ${JSON.stringify(errors)}`);
  }
  if (status !== 200) throw new SdkRaised('LabelboxError', String(status));
  if (!('data' in json)) throw new SdkRaised('KeyError', 'data');
  return json.data;
}

function raiseFirst(errors: readonly Json[], codes: readonly (readonly [string, SdkException])[]): void {
  for (const [code, exception] of codes) {
    const error = errorOf(errors, code);
    if (!error) continue;
    if (typeof error.message !== 'string') throw new SdkRaised('KeyError', 'message');
    if (exception === 'AuthenticationError') throw new SdkRaised(exception, 'Invalid API key');
    const isTooComplex = code === 'GRAPHQL_VALIDATION_FAILED' && error.message === 'Query complexity limit exceeded';
    if (code === 'INTERNAL_SERVER_ERROR') throw new SdkRaised(exceptionOfStatus(error), error.message);
    throw new SdkRaised(isTooComplex ? 'ValidationFailedError' : exception, error.message);
  }
}

function exceptionOfStatus(error: Json): SdkException {
  const status = Number(error.extensions?.exception?.status ?? 500);
  const known: Record<number, SdkException> = {
    400: 'InvalidQueryError',
    422: 'UnprocessableEntityError',
    426: 'OperationNotAllowedException',
    500: 'LabelboxError',
  };
  return known[status] ?? 'InternalServerError';
}

/** `None` in the place of an object has no `get`. */
function errorOf(errors: readonly Json[], code: string): Json {
  return errors.find((error) => {
    const extensions = 'extensions' in error ? error.extensions : {};
    if (extensions === null || typeof extensions !== 'object') throw new SdkRaised('AttributeError', 'get');
    return extensions.code === code;
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new SdkRaised('LabelboxError', `Failed to parse response as JSON: ${text}`);
  }
}
