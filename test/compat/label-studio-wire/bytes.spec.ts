import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LabelStudioPage, OldClient, SdkClient } from './clients.js';

/** A listener that answers each request with an empty object and remembers its bytes. */
async function startRecorder(): Promise<{ url: string; host: string; seen: string[]; server: Server }> {
  const seen: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      const [head, body] = text.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      seen.push(text);
      const cookies = head.startsWith('GET /user/login ') ? 'Set-Cookie: sessionid=abc; Path=/\r\nSet-Cookie: csrftoken=tok\r\n' : '';
      socket.end(`HTTP/1.1 200 OK\r\n${cookies}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, seen, server };
}

/** As recorded from the clients themselves on Python 3.11; only the host and the kernel release are ours. */
describe('The requests of these tests are, byte for byte,', () => {
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  beforeAll(async () => {
    recorder = await startRecorder();
  });
  afterAll(() => void recorder.server.close());

  const bytes = (lines: string, body = '') => `${lines.replaceAll('<host>', recorder.host).replaceAll('\n', '\r\n')}\r\n\r\n${body}`;
  const fern = `User-Agent: label_studio_sdk/2.1.2
X-Fern-Language: Python
X-Fern-SDK-Name: label-studio-sdk
X-Fern-SDK-Version: 2.1.2
X-Fern-Runtime: python/3.11.7
X-Fern-Platform: linux/6.1.0`;
  const httpx = 'Accept: */*\nAccept-Encoding: gzip, deflate\nConnection: keep-alive';
  const requests = 'User-Agent: python-requests/2.34.2\nAccept-Encoding: gzip, deflate\nAccept: */*\nConnection: keep-alive';
  const key = 'e'.repeat(40);

  async function sent(act: (url: string) => Promise<unknown>): Promise<string[]> {
    recorder.seen.length = 0;
    await act(recorder.url);
    return [...recorder.seen];
  }

  it('those of the SDK with a key that is no JWT', async () => {
    const path = '/api/current-user/whoami';
    expect(await sent((url) => SdkClient.withLegacyToken(url, key).get(path))).toEqual([
      bytes(`GET ${path} HTTP/1.1\nHost: <host>\n${httpx}\n${fern}\nAuthorization: Token ${key}`),
    ]);
  });

  it('its exchange, with no credential but the body', async () => {
    const head = `POST /api/token/refresh/ HTTP/1.1\nHost: <host>\n${httpx}\nUser-Agent: python-httpx/0.28.1`;
    expect(await sent((url) => SdkClient.exchange(url, 'a.b.c'))).toEqual([
      bytes(`${head}\nContent-Type: application/json\nContent-Length: 19`, '{"refresh":"a.b.c"}'),
    ]);
  });

  it('its POST without a body, which has a length and no type', async () => {
    expect(await sent((url) => SdkClient.withLegacyToken(url, key).post('/api/token/'))).toEqual([
      bytes(`POST /api/token/ HTTP/1.1\nHost: <host>\nContent-Length: 0\n${httpx}\n${fern}\nAuthorization: Token ${key}`),
    ]);
  });

  it('its POST with arguments', async () => {
    const head = `POST /api/jwt/settings HTTP/1.1\nHost: <host>\n${httpx}\n${fern}\nAuthorization: Bearer a.b.c`;
    expect(await sent((url) => SdkClient.withAccessToken(url, 'a.b.c').post('/api/jwt/settings', { api_token_ttl_days: 30 }))).toEqual([
      bytes(`${head}\ncontent-type: application/json\nContent-Length: 25`, '{"api_token_ttl_days":30}'),
    ]);
  });

  it('those of the old client: with a token, signing in, and each of its three kinds of body', async () => {
    const form = 'email=a%40b.c&password=pass+word&csrfmiddlewaretoken=tok';
    const cookie = 'Cookie: sessionid=abc; csrftoken=tok';
    const head = `HTTP/1.1\nHost: <host>\n${requests}`;
    expect(await sent((url) => new OldClient(url).signIn('a@b.c', 'pass word'))).toEqual([
      bytes(`GET /user/login ${head}`),
      bytes(
        `POST /user/login ${head}\nReferer: http://<host>\n${cookie}\nContent-Length: 56\nContent-Type: application/x-www-form-urlencoded`,
        form,
      ),
      bytes(`GET /api/current-user/token ${head}\n${cookie}`),
    ]);
    const authorization = `Authorization: Token ${key}`;
    const post = (path: string, sending: Parameters<OldClient['post']>[1]) => sent((url) => new OldClient(url, key).post(path, sending));
    expect(await sent((url) => new OldClient(url, key).get('/api/version'))).toEqual([bytes(`GET /api/version ${head}\n${authorization}`)]);
    expect(await post('/api/x', undefined)).toEqual([bytes(`POST /api/x ${head}\n${authorization}\nContent-Length: 0`)]);
    expect(await post('/api/x', { data: { refresh: 'a.b' } })).toEqual([
      bytes(`POST /api/x ${head}\n${authorization}\nContent-Length: 11\nContent-Type: application/x-www-form-urlencoded`, 'refresh=a.b'),
    ]);
    expect(await post('/api/x', { json: { refresh: 'a.b', more: 1 } })).toEqual([
      bytes(`POST /api/x ${head}\n${authorization}\nContent-Length: 29\nContent-Type: application/json`, '{"refresh": "a.b", "more": 1}'),
    ]);
  });

  it('those of the page, which a browser says to be of the same origin', async () => {
    const [posted] = await sent((url) => new LabelStudioPage(url, 'keyledger_session=x').post('/api/token'));
    const lines = posted.split('\r\n');
    expect(lines[0]).toBe('POST /api/token HTTP/1.1');
    expect(lines.at(-1)).toBe('{}');
    const own = ['Content-Type: application/json', 'Content-Length: 2', `Origin: ${recorder.url}`, 'Sec-Fetch-Site: same-origin'];
    expect(lines).toEqual(expect.arrayContaining([...own, 'Cookie: keyledger_session=x']));
  });
});
