import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { ConfigurationError } from '#installation/config';

const host = '127.0.0.1';

export interface Shown {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The listener for operators: apart from the API, and on the loopback interface only. */
export class MetricsListener {
  readonly #server: Server;
  #pages: Readonly<Record<string, () => Promise<Shown>>> = {};

  private constructor(server: Server) {
    this.#server = server.on('request', ({ method, url = '' }, response) => {
      const page = this.#pages[url.split('?', 1)[0]];
      if (!page) return answer(response, { status: 404, type: 'text/plain', body: 'Not found.\n' });
      if (method !== 'GET') return answer(response.setHeader('Allow', 'GET'), { status: 405, type: 'text/plain', body: 'Only GET.\n' });
      page().then(
        (shown) => answer(response, shown),
        () => answer(response, { status: 503, type: 'text/plain', body: 'This cannot be read right now.\n' }),
      );
    });
  }

  /** @throws ConfigurationError when the port is taken */
  static async open(port: number): Promise<MetricsListener> {
    const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16 * 1024 }).listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new ConfigurationError(`KEYLEDGER_METRICS_PORT is ${port}, but something listens on ${host}:${port} already.`);
    }
    return new MetricsListener(server);
  }

  /** Serves these pages by their paths from now on; before that there are none. */
  show(pages: Readonly<Record<string, () => Promise<Shown>>>): void {
    this.#pages = pages;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function answer(response: ServerResponse, { status, type, body }: Shown): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' });
  response.end(body);
}
