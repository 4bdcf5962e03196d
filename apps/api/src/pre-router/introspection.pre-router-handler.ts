import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Introspection, Introspector } from '../dialects/oauth/introspector.js';
import { type PresentedVerifier, presentedVerifier } from '../dialects/oauth/token-request.js';
import { uuid } from '../edge/ids.js';
import type { AnswerCounts, PreRouterHandler, Router } from './pre-router-handler.js';

const path = '/oauth/introspect';
const bodyBytesMax = 8192;
const formType = /^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i;

/** A question as nearly every client puts it. */
interface PlainQuestion {
  readonly asking: PresentedVerifier;
  readonly bodyBytes: number;
}

/**
 * `POST /oauth/introspect`, asked before each request of whatever a verifier protects. The handler answers what is asked plainly by a
 * verifier that is admitted, and answers 200 and nothing else: every other request is the router's, so that no refusal is worded twice.
 */
export class IntrospectionPreRouterHandler implements PreRouterHandler {
  /** `answers` is absent while nobody reads them. */
  constructor(
    private readonly introspector: Introspector,
    private readonly answers: AnswerCounts | undefined,
  ) {}

  handles(request: IncomingMessage, response: ServerResponse, router: Router): boolean {
    if (request.url !== path || request.method !== 'POST') return false;
    const question = plainQuestionOf(request.rawHeaders);
    if (!question) return false;
    const beganMs = this.answers ? performance.now() : 0;
    readBody(request, question.bodyBytes, (body, putBack) => {
      const answer = this.#answerTo(question.asking, tokenIn(body));
      if (answer) return this.#write(response, answer, beganMs);
      putBack();
      router(request, response);
    });
    return true;
  }

  /** A request that fails here fails behind the router, too, where the failure is logged and answered. */
  #answerTo(presented: PresentedVerifier, token: string | null): Introspection | null {
    try {
      const asking = this.introspector.verifierOf(presented);
      return asking && token !== null ? this.introspector.introspectAtOnce(token, asking) : null;
    } catch {
      return null;
    }
  }

  #write(response: ServerResponse, answer: Introspection, beganMs: number): void {
    const body = JSON.stringify(answer);
    response.writeHead(200, [
      'Cache-Control',
      'no-store',
      'Content-Length',
      String(Buffer.byteLength(body)),
      'Content-Type',
      'application/json; charset=utf-8',
      'X-Content-Type-Options',
      'nosniff',
      'X-Request-Id',
      uuid(),
    ]);
    response.end(body);
    this.answers?.note(200, beganMs);
  }
}

/** Null when a header or parameter is repeated, or when the request has more than a plain question. */
function plainQuestionOf(rawHeaders: readonly string[]): PlainQuestion | null {
  let hosts = 0;
  let isForm: boolean | null = null;
  let bodyBytes = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const value = rawHeaders[i + 1];
    switch (rawHeaders[i].toLowerCase()) {
      case 'host':
        hosts += 1;
        break;
      case 'content-type':
        if (isForm !== null) return null;
        isForm = formType.test(value);
        break;
      case 'content-length':
        bodyBytes = Number(value);
        break;
      case 'content-encoding':
      case 'cookie':
      case 'keyledger-min-position':
      case 'transfer-encoding':
      case 'upgrade':
        return null;
    }
  }
  const isPlain = hosts === 1 && isForm && bodyBytes > 0 && bodyBytes <= bodyBytesMax;
  const asking = isPlain ? askingIn(rawHeaders) : null;
  return asking && { asking, bodyBytes };
}

/** When two credentials are presented, the router answers with the refusal. */
function askingIn(rawHeaders: readonly string[]): PresentedVerifier | null {
  try {
    return presentedVerifier(rawHeaders);
  } catch {
    return null;
  }
}

/** Yields the whole body of this length before the request ends; until then the body can be put back for another reader. */
function readBody(request: IncomingMessage, bytes: number, onBody: (body: Buffer, putBack: () => void) => void): void {
  const chunks: Buffer[] = [];
  let missing = bytes;
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    missing -= chunk.length;
    if (missing > 0) return;
    const body = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    onBody(body, () => {
      request.pause();
      request.removeListener('data', onData);
      request.unshift(body);
    });
  };
  request.on('data', onData);
}

/** Reads a form that holds one token, and perhaps a hint, without percent-encoding; null for any other. */
function tokenIn(body: Buffer): string | null {
  return /^token=([\w.~-]+)(?:&token_type_hint=\w*)?$/.exec(body.toString('latin1'))?.[1] ?? null;
}
