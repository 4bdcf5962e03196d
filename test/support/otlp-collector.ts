import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Value = { arrayValue?: { values: Value[] } } & Record<string, unknown>;

/** An OpenTelemetry collector that keeps what it is sent, by OTLP over HTTP in JSON. */
export class OtlpCollector {
  /** Every body as it came. */
  readonly bodies: string[] = [];
  readonly paths = new Set<string>();
  #silent = false;

  private constructor(private readonly server: Server) {
    server.on('request', async (request, response) => {
      this.paths.add(`${request.method} ${request.url}`);
      // What is cut off in the middle was not sent.
      const body = await textOf(request).catch(() => null);
      if (body === null) return;
      this.bodies.push(body);
      if (!this.#silent) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  }

  static async start(): Promise<OtlpCollector> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtlpCollector(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** From now on nothing is answered any more. */
  fallSilent(): void {
    this.#silent = true;
  }

  spans(): CollectedSpan[] {
    return this.bodies
      .flatMap((body) => JSON.parse(body).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans)
      .flatMap(({ spans }) => spans)
      .map(({ attributes, ...span }) => ({ ...span, attributes: attributesOf(attributes) }));
  }

  resource(): Record<string, unknown> {
    return attributesOf(JSON.parse(this.bodies[0]).resourceSpans[0].resource.attributes);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

const attributesOf = (attributes: readonly { key: string; value: Value }[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

const plain = (value: Value): unknown => (value.arrayValue ? value.arrayValue.values.map(plain) : Object.values(value)[0]);
