import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { parse as parseForm } from 'node:querystring';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { Refusal } from '#domain/refusal';
import type { Actor } from '#event-store/envelope';
import { type Config, limits } from '#installation/config';
import { newId, uuid } from '../ids.js';
import { withholdHead } from './answers.js';
import { withoutBase } from './base-path.js';
import type { Dialects } from './dialects.js';
import { failureOf } from './failure.js';
import { hasSingleHostHeader } from './host-header.js';
import { ParserErrorAnswers } from './parser-error-answers.js';
import { notePosition } from './position.hook.js';
import { problemOf } from './problem.js';
import type { RouteTable } from './route-table.js';
import { hasPrototypeKey, parseStrictJson } from './strict-json.js';
import type { TrustedProxies } from './trusted-proxies.js';

interface Options {
  writeFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void;
  readonly proxies: TrustedProxies;
  readonly routes: RouteTable;
  readonly dialects: Dialects;
}

/** Nearly every answer holds a secret or personal data. An answer that is the same for everybody sets a header of its own. */
const keptByNobody = { 'Cache-Control': 'no-store' };

/** The HTTP server beneath Nest: limits, parsers, and the errors that occur before a route is found. */
export async function createFastify(config: Config, { writeFailure, proxies, routes, dialects }: Options): Promise<FastifyInstance> {
  const parserErrors = new ParserErrorAnswers(config.publicUrl);
  const instance = fastify({
    bodyLimit: limits.bodyBytesMax,
    trustProxy: proxies.proxies.length > 0 ? proxies.trusts : false,
    genReqId: uuid,
    requestIdHeader: false,
    rewriteUrl: withoutBase(config.basePath),
    requestTimeout: 30_000,
    // Node's own answer to a request without a Host header has no body, so the first hook answers instead.
    http: { maxHeaderSize: limits.headerBytesMax, requireHostHeader: false },
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => writeFailure(error, request, reply),
    clientErrorHandler: (error, socket) => parserErrors.answer(error, socket),
  });
  // Node drops header lines after the two thousandth, and one may be a second host or credential. Their size is limited instead.
  instance.server.maxHeadersCount = 0;
  instance.server.on('connect', (_request, socket) => parserErrors.answerTunnel(socket as Socket));
  instance.server.on('checkExpectation', (_request, response) => answerExpectation(response, config.publicUrl));
  routes.watch(instance);
  withholdHead(instance);
  await instance.register(cookie);
  await addParsers(instance, dialects);
  instance.decorateRequest('caller', null);
  instance.decorateRequest('position', null);
  // The hook is not `async`, because a promise for each hook of each request is most of such a hook's cost.
  instance.addHook('onRequest', (request, reply, done) => {
    request.origin = anonymousOrigin(request);
    reply.headers({ 'X-Request-Id': request.id, ...keptByNobody });
    if (!hasSingleHostHeader(request.raw)) done(new Refusal('request/invalid', { host: ['Exactly one Host header must be sent.'] }));
    else if (!isMultipart(request)) done();
    else if (isSaidToBeEmpty(request)) done(withoutType(request));
    else done(dialects.of(request).takesForms ? undefined : unsupported(request));
  });
  // The JSON parser has already checked JSON bodies; parsers of forms are not ours.
  instance.addHook('preValidation', (request, _reply, done) => {
    if (!isForm(request) || request.body === undefined) done();
    else if (!dialects.of(request).takesForms) done(unsupported(request));
    else done(hasPrototypeKey(request.body) ? new Refusal('request/invalid') : undefined);
  });
  return instance;
}

/** What is read of a body, by its type. The hook behind refuses forms where the surface does not take them. */
async function addParsers(instance: FastifyInstance, dialects: Dialects): Promise<void> {
  instance.removeContentTypeParser(['application/json', 'text/plain']);
  // Some clients name a type of their own where they send nothing.
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(unsupported(request));
  });
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      // A POST without a body may still name a content type; the SDKs send some like that.
      done(null, body.length === 0 ? undefined : parseStrictJson(body as Buffer, dialects.of(request).refusesByteOrderMark));
    } catch (error) {
      done(error as Error);
    }
  });
  await instance.register(formbody, { bodyLimit: limits.bodyBytesMax, parser: fieldsIn as (text: string) => Record<string, unknown> });
  const formLimits = { fields: 50, files: 0, fieldSize: limits.bodyBytesMax, fieldNameSize: 100 };
  await instance.register(multipart, { attachFieldsToBody: 'keyValues', limits: formLimits });
}

/** The caller is unknown until the credential is judged. */
function anonymousOrigin(request: FastifyRequest): FastifyRequest['origin'] {
  const actor: Actor = { kind: 'system', id: 'anonymous' };
  const { id } = request;
  return { actor, organizationId: null, correlationId: id, causationId: null, requestId: id, onDecided: notePosition(request) };
}

/** The body of a GET is never read, and a proxy that asks about a form passes on the form's content type. */
const isOfType = ({ headers, method }: FastifyRequest, type: RegExp) =>
  !['GET', 'HEAD'].includes(method) && type.test(headers['content-type'] ?? '');
const isMultipart = (request: FastifyRequest) => isOfType(request, /^multipart\//i);
const isForm = (request: FastifyRequest) => isOfType(request, /^(multipart\/|application\/x-www-form-urlencoded)/i);

const isSaidToBeEmpty = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';

/** A form of nothing is no body, which the type of the parser does not provide for. As many fields as there are: the body has its limit. */
const fieldsIn = (text: string) => (text === '' ? undefined : parseForm(text, undefined, undefined, { maxKeys: 0 }));

/** The parser of multipart bodies would look for a part in nothing. Without a type there is no body. */
function withoutType({ raw }: FastifyRequest): undefined {
  delete raw.headers['content-type'];
}

const unsupported = ({ headers }: FastifyRequest) => new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(String(headers['content-type']));

/** RFC 9110 §10.1.1: an expectation other than "100-continue" cannot be met. */
function answerExpectation(response: ServerResponse, publicUrl: string): void {
  const body = JSON.stringify(problemOf({ ...failureOf({ statusCode: 400 }), status: 417 }, newId(), publicUrl));
  response.writeHead(417, { 'Content-Type': 'application/problem+json', 'Content-Length': Buffer.byteLength(body), Connection: 'close' });
  response.end(body);
}
