import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '../ids.js';
import { failureOf } from './failure.js';
import { problemOf } from './problem.js';

const rawStatuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Node refuses a request that it cannot parse before there is a request object; even that answer is a problem document. */
export class ParserErrorAnswers {
  readonly #waiting = new WeakSet<Socket>();

  constructor(private readonly publicUrl: string) {}

  answer(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const before = responseBefore(socket);
    if (before) return this.#answerAfter(before, error, socket);
    const line = rawStatuses[error.code ?? ''] ?? '400 Bad Request';
    const failure = { ...failureOf({ statusCode: 400 }), status: Number(line.slice(0, 3)) };
    const body = JSON.stringify(problemOf(failure, newId(), this.publicUrl));
    const headers = `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
    socket.end(`HTTP/1.1 ${line}\r\n${headers}\r\n\r\n${body}`);
  }

  /** A client that asks for a tunnel (CONNECT) holds a socket that nobody else closes, and would get no answer at all. */
  answerTunnel(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    this.answer(new Error('There are no tunnels here.'), socket);
  }

  /** Written at once, the answer would be taken for the answer to an earlier whole request, which may have changed something. */
  #answerAfter(before: ServerResponse, error: NodeJS.ErrnoException, socket: Socket): void {
    if (this.#waiting.has(socket)) return;
    this.#waiting.add(socket);
    before.once('close', () => {
      this.#waiting.delete(socket);
      this.answer(error, socket);
    });
  }
}

/** Node knows it from the socket, too. A request that is itself incomplete never gets an answer of its own. */
function responseBefore(socket: Socket): ServerResponse | null {
  const response = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
  return response?.req.complete ? response : null;
}
