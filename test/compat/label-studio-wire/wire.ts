import { Agent, request } from 'node:http';

export type HeaderLines = readonly (readonly [string, string])[];

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** `name=value` of each cookie that was set. */
  readonly cookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer, not what it could be.
  readonly body: any;
}

/**
 * Sends a request with `Host` and then exactly these header lines, in this order and spelling, and follows no redirect. A body must
 * come with its own `Content-Length`, as without one Node would send it in chunks, which none of the clients does.
 */
export function send(url: string, method: string, path: string, headers: HeaderLines, body = ''): Promise<WireAnswer> {
  const { hostname, port, host } = new URL(url);
  const lines = [['Host', host], ...headers].flat();
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: lines, agent: new Agent() }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const { 'set-cookie': setCookies = [], ...named } = response.headers;
      const text = Buffer.concat(chunks).toString();
      const cookies = setCookies.map((cookie) => cookie.split(';', 1)[0]);
      resolve({ status: response.statusCode ?? 0, headers: named as WireAnswer['headers'], cookies, text, body: parsed(named, text) });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A body that calls itself JSON and is not makes the clients raise, so it fails here too. */
const parsed = (headers: object, text: string): unknown =>
  /json/.test((headers as Record<string, string>)['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
