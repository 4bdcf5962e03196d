import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 20;
/** Anyone who asks one thing after another asks again within this time, and is told with the answer to go. */
const quietMs = 100;
/** Some may not go, though they are told. */
const farewellMsMax = 1000;
/** What was sent on a new connection has been read by then. */
const unusedMsMax = 500;
/** Anyone who has not sent the rest of a request by then is not waited for. */
const halfSentMsMax = 5000;

/** The connections of a server: Node closes idle ones, but takes those for busy on which nothing, or half a request, was ever sent. */
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
   * Lets nobody in any more, and resolves when the last one has left. A connection that is closed while a request is on its way looks
   * to its client as if that had been lost, so each is first told, with its next answer, that there will be no other.
   */
  async drained(): Promise<void> {
    if (!this.server.listening) return;
    this.#beganMs = this.#askedMs = performance.now();
    this.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.shouldKeepAlive = false;
      this.#askedMs = performance.now();
    });
    // The `close` of a server for HTTP closes idle connections, too.
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
