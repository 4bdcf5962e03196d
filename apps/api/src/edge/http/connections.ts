import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 20;
/** A client that sends one request after another sends the next within this time, and is told in its answer to close the connection. */
const quietMs = 100;
/** Some may not go, though they are told. */
const farewellMsMax = 1000;
/** The server has read by then what a client sent on a new connection. */
const unusedMsMax = 500;
/** The server does not wait longer than this for the rest of a request. */
const halfSentMsMax = 5000;

/**
 * The connections of a server. Node closes idle ones, but counts a connection as busy when nothing, or half a request, was ever sent on it.
 */
export class Connections {
  readonly #open = new Set<Socket>();
  #beganMs = 0;
  #askedMs = 0;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /**
   * Accepts no new connection, and resolves when the last one is closed. A client whose connection is closed in the middle of a request
   * believes that the request was lost, so each client is told with its next answer that the connection ends.
   */
  async drained(): Promise<void> {
    if (!this.server.listening) return;
    this.#beganMs = this.#askedMs = performance.now();
    this.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.shouldKeepAlive = false;
      this.#askedMs = performance.now();
    });
    // `close` of an HTTP server closes idle connections, too.
    Listener.prototype.close.call(this.server);
    for (; this.#open.size > 0; await wait(pollMs)) this.#closeUnasked(performance.now());
  }

  #closeUnasked(nowMs: number): void {
    const sinceMs = nowMs - this.#beganMs;
    if (nowMs - this.#askedMs > quietMs || sinceMs > farewellMsMax) this.server.closeIdleConnections();
    if (sinceMs > unusedMsMax) for (const socket of this.#open) if (socket.bytesRead === 0) socket.destroy();
    if (sinceMs > halfSentMsMax) this.server.closeAllConnections();
  }
}
