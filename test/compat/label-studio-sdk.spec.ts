import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { TestApp } from '../support/test-app.js';
import { PythonSession, runPython } from './python-session.js';

/** The unmodified client, in a process of its own, against a server that listens. What it reads from its environment it reads once. */
integration('python-sdk', 'The official Label Studio SDK (SR-3)', (python) => {
  let session: PythonSession;
  let app: TestApp;
  let url: string;
  let personal: string;
  let legacy: string;
  beforeAll(async () => {
    session = new PythonSession(python);
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
    url = await app.listen();
    const headers = await app.signIn();
    personal = (await app.request('POST', '/api/token/', { headers })).body.token;
    legacy = (await app.request('GET', '/api/current-user/token', { headers })).body.token;
  });
  afterAll(async () => {
    session.end();
    await app.close();
  });

  /** Runs lines of Python with `PAT`, `LEGACY` and `client(key)`, and answers what they print as JSON. */
  async function run(lines: string, variables: Record<string, string> = {}): Promise<unknown> {
    const program = `
import json, os, threading, time
from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError
URL, PAT, LEGACY = os.environ['URL'], os.environ['PAT'], os.environ['LEGACY']
client = lambda key, **more: LabelStudio(base_url=URL, api_key=key, **more)
once = {'max_retries': 0}
def refused(act):
    try:
        act()
    except ApiError as error:
        return {'status': error.status_code, 'detail': (error.body or {}).get('detail')}
    return 'not refused'
def answer(value): print(json.dumps(value))
${lines}`;
    const all = { URL: url, PAT: personal, LEGACY: legacy, ...variables };
    const isNewProcess = 'LABEL_STUDIO_API_KEY' in variables;
    const { code, output, errors } = await (isNewProcess ? runPython(python, program, all) : session.run(program, all));
    if (code !== 0) throw new Error(errors);
    return JSON.parse(output);
  }

  it('authenticates with a personal access token, which it exchanges once for many calls', async () => {
    const lines = 'ls = client(PAT)\nanswer([ls.users.whoami().email, ls.users.whoami().id, ls.users.whoami().permissions])';
    expect(await run(lines)).toEqual(['owner@example.com', 1, expect.arrayContaining(['users.token.any'])]);
  });

  it('authenticates with a legacy token', async () => {
    expect(await run('answer(client(LEGACY).users.whoami().email)')).toBe('owner@example.com');
  });

  it('finds either kind of key in the environment variable that S3 names', async () => {
    for (const key of [personal, legacy]) {
      expect(await run('answer(LabelStudio(base_url=URL).users.whoami().id)', { LABEL_STUDIO_API_KEY: key })).toBe(1);
    }
  });

  it('authenticates with X-API-Key, whatever kind of key it holds', async () => {
    const lines = 'answer([LabelStudio(base_url=URL, headers={"X-API-Key": key}).users.whoami().id for key in (PAT, LEGACY)])';
    expect(await run(lines, { LABEL_STUDIO_API_KEY: '' })).toEqual([1, 1]);
  });

  it('shares one exchange among twenty threads', async () => {
    const lines = `
ls, seen = client(PAT), []
threads = [threading.Thread(target=lambda: seen.append(ls.users.whoami().id)) for _ in range(20)]
[t.start() for t in threads]; [t.join() for t in threads]
answer(seen)`;
    expect(await run(lines)).toEqual(Array(20).fill(1));
  });

  it('authenticates from its asynchronous client', async () => {
    const lines = `
import asyncio
from label_studio_sdk.client import AsyncLabelStudio
async def main(): return (await AsyncLabelStudio(base_url=URL, api_key=PAT).users.whoami()).id
answer(asyncio.run(main()))`;
    expect(await run(lines)).toBe(1);
  });

  it('lists tokens without their signatures and hears that one is enough', async () => {
    const lines = `
ls = client(LEGACY)
answer([[t.token.count('.') for t in ls.tokens.list()], refused(lambda: ls.tokens.create(request_options=once))])`;
    const detail = 'You already have a valid token. Please revoke it before creating a new one.';
    expect(await run(lines)).toEqual([[1], { status: 409, detail }]);
  });

  it('reads and narrows the token settings, and may widen them only from a session', async () => {
    const lines = `
ls = client(PAT)
before = ls.jwt_settings.get()
after = ls.jwt_settings.update(api_token_ttl_days=30)
wider = refused(lambda: ls.jwt_settings.update(api_token_ttl_days=60, request_options=once))
answer([before.api_token_ttl_days, before.api_tokens_enabled, after.api_token_ttl_days, wider['status']])`;
    expect(await run(lines)).toEqual([365, true, 30, 403]);
  });

  it('renews the legacy token with the legacy token, and the old one is dead', async () => {
    const lines = `
old = client(LEGACY)
shown = old.users.get_token().token
new = old.users.reset_token().token
answer([shown == LEGACY, client(new).users.whoami().id, refused(lambda: old.users.whoami()), new])`;
    const [shown, id, dead, renewed] = (await run(lines)) as [boolean, number, unknown, string];
    expect([shown, id, dead]).toEqual([true, 1, { status: 401, detail: 'Invalid token.' }]);
    legacy = renewed;
  });

  it('may not show the legacy token to a personal access token', async () => {
    expect(await run('answer(refused(lambda: client(PAT).users.get_token()))')).toMatchObject({ status: 403 });
  });

  it('rotates a token: the old one can be exchanged no more', async () => {
    const lines = `
new = client(PAT).tokens.rotate(refresh=PAT).refresh
answer([client(new).users.whoami().id, refused(lambda: client(PAT).users.whoami()), new])`;
    const [id, dead, rotated] = (await run(lines)) as [number, unknown, string];
    expect([id, dead]).toEqual([1, { status: 401, detail: 'Token is blacklisted' }]);
    personal = rotated;
  });

  it('blacklists a token: the access token that was made from it stops at once', async () => {
    const lines = `
ls = client(PAT)
ls.users.whoami()
ls.tokens.blacklist(refresh=PAT)
again = refused(lambda: client(LEGACY).tokens.blacklist(refresh=PAT))
answer([refused(lambda: ls.users.whoami()), refused(lambda: client(PAT).users.whoami()), again])`;
    const notProvided = { status: 401, detail: 'Authentication credentials were not provided.' };
    const invalid = { status: 404, detail: 'Token is invalid or already blacklisted.' };
    expect(await run(lines)).toEqual([notProvided, { status: 401, detail: 'Token is blacklisted' }, invalid]);
  });

  it('creates a personal token with the legacy token, and uses it', async () => {
    expect(await run('answer(client(client(LEGACY).tokens.create().token).users.whoami().id)')).toBe(1);
  });

  it('says of an expired key what it says itself, and hears 401 for a made-up one', async () => {
    const lines = `
import jwt
expired = jwt.encode({'token_type': 'refresh', 'exp': 1}, 'x' * 32)
made_up = jwt.encode({'token_type': 'refresh', 'exp': int(time.time()) + 900}, 'x' * 32)
unknown = refused(lambda: client('0' * 40).users.whoami())
answer([refused(lambda: client(expired))['status'], refused(lambda: client(made_up).users.whoami()), unknown])`;
    const made = { status: 401, detail: 'Token is invalid' };
    expect(await run(lines)).toEqual([401, made, { status: 401, detail: 'Invalid token.' }]);
  });

  it('authenticates a service account', async () => {
    const headers = await app.signIn();
    const body = { name: 'robot', role: 'manager' };
    const { credential } = (await app.request('POST', '/v1/service-accounts', { headers, body })).body;
    expect(await run('answer(client(os.environ["ROBOT"]).users.whoami().id)', { ROBOT: credential })).toBe(2);
  });
});
