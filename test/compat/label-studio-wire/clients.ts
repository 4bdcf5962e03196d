import { type HeaderLines, send, type WireAnswer } from './wire.js';

const json = (body: object | string): string => JSON.stringify(body);
/** Python's own JSON has a blank after each colon and comma. */
const pythonJson = (members: object): string =>
  `{${Object.entries(members)
    .map(([name, value]) => `${json(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`;
const lengthOf = (body: string) => String(Buffer.byteLength(body));

/** What httpx, under the SDK, sends with every request. */
const httpx: HeaderLines = [
  ['Accept', '*/*'],
  ['Accept-Encoding', 'gzip, deflate'],
  ['Connection', 'keep-alive'],
];

const fern: HeaderLines = [
  ['User-Agent', 'label_studio_sdk/2.1.2'],
  ['X-Fern-Language', 'Python'],
  ['X-Fern-SDK-Name', 'label-studio-sdk'],
  ['X-Fern-SDK-Version', '2.1.2'],
  ['X-Fern-Runtime', 'python/3.11.7'],
  ['X-Fern-Platform', 'linux/6.1.0'],
];

/** label_studio_sdk 2.1.2 on httpx 0.28.1. */
export class SdkClient {
  /** `credential` is `Authorization` or `X-API-Key`, or both where a caller gave both as custom headers. */
  constructor(
    private readonly url: string,
    private readonly credential: HeaderLines,
  ) {}

  /** For an api_key that is no JWT. */
  static withLegacyToken = (url: string, token: string) => new SdkClient(url, [['Authorization', `Token ${token}`]]);

  /** For an api_key that is a JWT, which is exchanged before the first call. */
  static withAccessToken = (url: string, access: string) => new SdkClient(url, [['Authorization', `Bearer ${access}`]]);

  /** The automatic exchange, which a client of its own makes: it takes nothing but 200 and repeats nothing. */
  static exchange(url: string, personal: string): Promise<WireAnswer> {
    const body = json({ refresh: personal });
    const type: HeaderLines = [
      ['User-Agent', 'python-httpx/0.28.1'],
      ['Content-Type', 'application/json'],
      ['Content-Length', lengthOf(body)],
    ];
    return send(url, 'POST', '/api/token/refresh/', [...httpx, ...type], body);
  }

  get(path: string): Promise<WireAnswer> {
    return send(this.url, 'GET', path, [...httpx, ...fern, ...this.credential]);
  }

  /** Without arguments there is no body and no type; with some, unset ones are left out and `None` is null. */
  post(path: string, body?: object): Promise<WireAnswer> {
    if (!body) return send(this.url, 'POST', path, [['Content-Length', '0'], ...httpx, ...fern, ...this.credential]);
    return this.postAs(path, 'application/json', json(body));
  }

  /** The SDK sends JSON alone; its documents allow forms, which scripts on the same library send. */
  postAs(path: string, type: string, body: string): Promise<WireAnswer> {
    const typed: HeaderLines = [
      ['content-type', type],
      ['Content-Length', lengthOf(body)],
    ];
    return send(this.url, 'POST', path, [...httpx, ...fern, ...this.credential, ...typed], body);
  }
}

const requests: HeaderLines = [
  ['User-Agent', 'python-requests/2.34.2'],
  ['Accept-Encoding', 'gzip, deflate'],
  ['Accept', '*/*'],
  ['Connection', 'keep-alive'],
];

/** The old `label_studio_sdk.Client`, on requests 2.34.2; it keeps cookies, and sends them beside its token. */
export class OldClient {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private token: string | null = null,
  ) {}

  /** What its constructor does with an e-mail address and a password; raises for anything that is not 2xx in the end. */
  async signIn(email: string, password: string): Promise<WireAnswer> {
    await this.get('/user/login');
    const csrf = this.#cookies.get('csrftoken');
    const body = new URLSearchParams({ email, password, ...(csrf && { csrfmiddlewaretoken: csrf }) }).toString();
    let answer = await this.#send('POST', '/user/login', [['Referer', this.url]], 'application/x-www-form-urlencoded', body);
    while (answer.status === 302) answer = await this.#send('GET', answer.headers.location ?? '', [['Referer', this.url]]);
    if (answer.status >= 400) throw new Error(`HTTPError: ${answer.status}`);
    const shown = await this.get('/api/current-user/token');
    this.token = shown.body?.token;
    return shown;
  }

  get(path: string): Promise<WireAnswer> {
    return this.#send('GET', path, []);
  }

  /** `make_request('POST', path)`, with `json=` or with `data=`. */
  post(path: string, { json: members, data }: { json?: object; data?: Record<string, string> } = {}): Promise<WireAnswer> {
    if (members) return this.#send('POST', path, [], 'application/json', pythonJson(members));
    if (data) return this.#send('POST', path, [], 'application/x-www-form-urlencoded', new URLSearchParams(data).toString());
    return this.#send('POST', path, []);
  }

  async #send(method: string, path: string, more: HeaderLines, type?: string, body = ''): Promise<WireAnswer> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const authorization: HeaderLines = this.token === null ? [] : [['Authorization', `Token ${this.token}`]];
    const length: HeaderLines = method === 'GET' ? [] : [['Content-Length', lengthOf(body)]];
    const headers: HeaderLines = [
      ...requests,
      ...more,
      ...authorization,
      ...(cookie ? ([['Cookie', cookie]] as const) : []),
      ...length,
      ...(type ? ([['Content-Type', type]] as const) : []),
    ];
    const answer = await send(this.url, method, path, headers, body);
    for (const text of answer.cookies) this.#cookies.set(text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1));
    return answer;
  }
}

/** Label Studio's own page in a signed-in browser. No path of it ends with a slash, and where it has nothing to say it posts `{}`. */
export class LabelStudioPage {
  constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  get(path: string): Promise<WireAnswer> {
    return send(this.url, 'GET', path, this.#headers([]));
  }

  post(path: string, members: object = {}): Promise<WireAnswer> {
    const body = json(members);
    const own: HeaderLines = [
      ['Content-Length', lengthOf(body)],
      ['Content-Type', 'application/json'],
      ['Origin', this.url],
    ];
    return send(this.url, 'POST', path, this.#headers(own), body);
  }

  #headers(own: HeaderLines): HeaderLines {
    return [
      ['Connection', 'keep-alive'],
      ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36'],
      ...own,
      ['Accept', '*/*'],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Sec-Fetch-Mode', 'same-origin'],
      ['Sec-Fetch-Dest', 'empty'],
      ['Referer', `${this.url}/user/account`],
      ['Accept-Encoding', 'gzip, deflate, br, zstd'],
      ['Accept-Language', 'en-US,en;q=0.9'],
      ['Cookie', this.cookie],
    ];
  }
}
