import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failed } from '../../edge/http/dialects.js';
import { type Failure, isBrokenForm } from '../../edge/http/failure.js';
import { JsonRefused } from '../../edge/http/strict-json.js';
import { pathOf } from '../../edge/http/surface.js';
import { uuid } from '../../edge/ids.js';
import { labelStudioRelease } from './release.js';

/** A refusal whose exact words, and sometimes whose bare body, are part of Label Studio's contract. */
export class LabelStudioFailure extends Error {
  constructor(
    readonly statusCode: number,
    readonly detail: string,
    readonly options: {
      readonly bare?: boolean;
      readonly authenticate?: string;
      readonly validationErrors?: Record<string, readonly string[]>;
    } = {},
  ) {
    super(detail);
  }
}

/** Label Studio's error envelope, made from the same refusals as on every other surface. */
export function writeLabelStudioFailure(reply: FastifyReply, { error, failure, request }: Failed): void {
  const exact = error instanceof LabelStudioFailure ? error : null;
  const status = exact?.statusCode ?? failure.status;
  const detail = exact?.detail ?? detailOf(failure, request, error);
  const validationErrors = exact?.options.validationErrors ?? failure.members;
  if (status === 401) reply.header('WWW-Authenticate', challengeOn(request) ?? exact?.options.authenticate ?? 'Token');
  const body = exact?.options.bare
    ? { detail }
    : {
        id: uuid(),
        status_code: status,
        version: labelStudioRelease,
        detail: validationErrors ? 'Validation error' : detail,
        exc_info: null,
        ...(validationErrors && { validation_errors: validationErrors }),
      };
  reply.status(status).type('application/json').send(body);
}

/** On this one route the original has its library say no, which names another scheme, whatever was presented. */
const challengeOn = (request: FastifyRequest) => (pathOf(request) === '/api/token/rotate' ? 'Bearer realm="api"' : null);

/** Its JSON Schema. */
export const labelStudioError = {
  type: 'object',
  description: "Label Studio's envelope; a few answers have `detail` alone.",
  required: ['detail'],
  properties: {
    id: { type: 'string' },
    status_code: { type: 'integer' },
    version: { type: 'string' },
    detail: { type: 'string' },
    exc_info: { type: 'null' },
    validation_errors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
  },
};

function detailOf(failure: Failure, request: FastifyRequest, error: unknown): string {
  if (failure.status === 405) return `Method "${request.method}" not allowed.`;
  if (failure.status === 415) return `Unsupported media type "${request.headers['content-type'] ?? ''}" in request.`;
  if (failure.status === 404) return 'Not found.';
  if (failure.code === 'credential/missing') return 'Authentication credentials were not provided.';
  if (failure.code === 'permission/denied') return 'You do not have permission to perform this action.';
  if (error instanceof JsonRefused) return `JSON parse error - ${failure.detail}`;
  if (isBrokenForm(error)) return `Multipart form parse error - ${failure.detail}`;
  return failure.readModel === undefined ? failure.detail : `${failure.detail} The read model ${failure.readModel} is behind.`;
}
