import { HttpException } from '@nestjs/common';
import { PasswordQueueFull } from '#credentials/password';
import { VaultUnavailable } from '#credentials/vault';
import { Refusal, type RefusalCode, refusals } from '#domain/refusal';
import { ConcurrencyConflict, EventTooLarge, OutcomeUnknown, StoreUnavailable } from '#event-store/event-store';
import { RevisionChanged } from '#event-store/stream-ledger';
import { JsonRefused } from './strict-json.js';

/** What every dialect needs for a refusal: never a stack trace, never an echo of what was sent. */
export interface Failure {
  readonly status: number;
  readonly code: RefusalCode | 'http';
  readonly detail: string;
  readonly members?: Readonly<Record<string, readonly string[]>>;
  readonly retryAfterSeconds?: number;
  /** Name of the read model that is behind. */
  readonly readModel?: string;
  /** Id of what the request would have created. */
  readonly createdId?: string;
  /** Set when the fault is ours; the cause goes to the log only. */
  readonly cause?: unknown;
}

/** The only place that gives a refusal its status. A code without a status does not compile. */
export const statusOf: Readonly<Record<RefusalCode, number>> = {
  'request/invalid': 400,
  'request/precondition-failed': 412,
  'request/not-acceptable': 406,
  'idempotency/already-created': 409,
  'idempotency/in-progress': 409,
  'idempotency/other-body': 422,
  'credential/missing': 401,
  'credential/invalid': 401,
  'credential/not-exchanged': 401,
  'credential/ambiguous': 400,
  'permission/denied': 403,
  'permission/confirmation-required': 403,
  'permission/password-change-required': 403,
  'permission/cross-origin': 403,
  'role/above-own': 403,
  'sign-in/failed': 401,
  'sign-in/throttled': 429,
  'token/not-found': 404,
  'token/id-taken': 409,
  'token/type-disabled': 403,
  'token/outlives-cap': 422,
  'token/outlives-predecessor': 409,
  'token/expiry-invalid': 422,
  'token/revoked': 409,
  'token/expired': 409,
  'token/superseded': 409,
  'token/generation-not-found': 404,
  'token/newest-generation': 409,
  'token/not-rotatable': 422,
  'token/not-named': 422,
  'api-key/role-mismatch': 422,
  'api-key/validity-out-of-range': 422,
  'api-key/not-issued-by-keys': 403,
  'token/already-valid': 409,
  'token/too-many': 409,
  'token/not-revocable': 400,
  'verifier/not-found': 404,
  'verifier/id-taken': 409,
  'session/not-found': 404,
  'organization/not-found': 404,
  'organization/id-taken': 409,
  'organization/last-owner': 409,
  'organization/ttl-out-of-range': 422,
  'organization/allowance-out-of-range': 422,
  'owner/not-found': 404,
  'service-account/not-found': 404,
  'service-account/id-taken': 409,
  'service-account/name-taken': 409,
  'service-account/allowance-used': 409,
  'service-account/deleted': 409,
  'allowance-request/open': 409,
  'allowance-request/not-open': 404,
  'allowance-request/not-raised': 422,
  'email/invalid': 422,
  'email/taken': 409,
  'email/asked-too-often': 429,
  'user/not-found': 404,
  'user/id-taken': 409,
  'user/disabled': 409,
  'user/not-disabled': 409,
  'user/erased': 409,
  'user/address-given-up': 409,
  'user/self': 409,
  'member/not-found': 404,
  'member/is-owner': 409,
  'password/control-character': 422,
  'password/too-short': 422,
  'password/too-long': 422,
  'password/too-common': 422,
  'password/wrong': 403,
  'password/changed': 409,
  'password-reset/invalid': 403,
  'password-reset/not-found': 404,
  'signing-key/not-found': 404,
  'signing-key/active': 409,
  'signing-key/retired': 409,
  'backup/too-soon': 429,
  'backup/no-room': 409,
  'operation/not-found': 404,
  'operation/in-progress': 409,
  'projection/not-found': 404,
  'activity/event-not-found': 404,
  'activity/replays-in-progress': 429,
  'activity/position-invalid': 400,
  'service/not-caught-up': 503,
  'service/unavailable': 503,
};

/** The anchor of a code on the page of refusals. It is part of the contract, because the `type` of problems ends with it. */
export const anchorOf = (code: RefusalCode) => code.replace('/', '-');

/** A refusal that tells the client when to retry. */
export class RefusalWithRetry extends Refusal {
  constructor(
    code: RefusalCode,
    readonly retryAfterSeconds: number,
  ) {
    super(code);
  }
}

/** One read model has not stored the requested state yet; the others may well answer. */
export class ReadModelBehind extends RefusalWithRetry {
  constructor(readonly readModel: string) {
    super('service/not-caught-up', 1);
  }
}

/** A refusal that names what the client created earlier. */
export class AlreadyCreated extends Refusal {
  constructor(readonly createdId: string) {
    super('idempotency/already-created');
  }
}

/** A retry may soon succeed; the cause goes to the log only. */
const unavailable = [ConcurrencyConflict, StoreUnavailable, OutcomeUnknown, VaultUnavailable];

export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return refused(error.code, error);
  if (error instanceof JsonRefused) return { status: 400, code: 'request/invalid', detail: error.message };
  if (error instanceof EventTooLarge) return { status: 413, code: 'http', detail: 'What was sent is too large to be stored.' };
  if (error instanceof PasswordQueueFull) return { ...refused('service/unavailable'), retryAfterSeconds: 5 };
  if (error instanceof RevisionChanged) return refused('request/precondition-failed');
  if (unavailable.some((type) => error instanceof type)) {
    return { ...refused('service/unavailable'), retryAfterSeconds: 1, cause: error };
  }
  if (isBrokenForm(error)) return { status: 400, code: 'request/invalid', detail: 'The body is not a form of text fields.' };
  if (error instanceof HttpException) return ofHttp(error);
  return ofFramework(error);
}

/** The multipart parser throws plain errors; only their messages tell a client's fault from ours. */
const brokenForm = /^(Unexpected end of (form|multipart data)|Malformed part header|Multipart: )/;
/** The parser's own errors would call a form with a file, or with too many fields, too large. */
const refusedForm = /^FST_(FILES|PARTS|FIELDS)_LIMIT$|^FST_(PROTO_VIOLATION|INVALID_JSON_FIELD_ERROR|INVALID_MULTIPART_CONTENT_TYPE)$/;

export function isBrokenForm(error: unknown): boolean {
  // Nest wraps what Fastify throws.
  const thrown = error instanceof HttpException ? error.cause : error;
  return thrown instanceof Error && (brokenForm.test(thrown.message) || refusedForm.test((thrown as { code?: string }).code ?? ''));
}

function refused(code: RefusalCode, refusal?: Refusal): Failure {
  const retryAfterSeconds = refusal instanceof RefusalWithRetry ? refusal.retryAfterSeconds : undefined;
  const createdId = refusal instanceof AlreadyCreated ? refusal.createdId : undefined;
  const readModel = refusal instanceof ReadModelBehind ? refusal.readModel : undefined;
  return { status: statusOf[code], code, detail: refusals[code], members: refusal?.members, retryAfterSeconds, readModel, createdId };
}

const httpDetails: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood.',
  404: 'Not found.',
  405: 'This method is not allowed here.',
  413: 'The body is larger than 64 KiB.',
  414: 'The address is too long.',
  415: 'This media type is not supported here.',
};

function ofHttp(error: HttpException): Failure {
  const status = error.getStatus();
  if (status === 403) return refused('permission/cross-origin');
  if (status >= 500) return ofFramework(error);
  return { status, code: 'http', detail: httpDetails[status] ?? 'The request cannot be answered.' };
}

/** Fastify's own errors carry a status. An error without one, or with a 5xx, is a fault of this program. */
function ofFramework(error: unknown): Failure {
  const status = (error as { statusCode?: number } | null)?.statusCode;
  const isClientError = typeof status === 'number' && status >= 400 && status < 500;
  if (isClientError) return { status, code: 'http', detail: httpDetails[status] ?? httpDetails[400] };
  return { status: 500, code: 'http', detail: 'Something went wrong here. Nothing was answered wrongly.', cause: error };
}
