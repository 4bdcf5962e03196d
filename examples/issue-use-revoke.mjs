// Issues a personal access token, exchanges it, uses it, revokes it, and finds all of that in the activity log.
//
//   KEYLEDGER_EMAIL=owner@example.com KEYLEDGER_PASSWORD=… node examples/issue-use-revoke.mjs
const { KEYLEDGER_URL: url = 'http://127.0.0.1:8080', KEYLEDGER_EMAIL: email, KEYLEDGER_PASSWORD: password } = process.env;

async function call(method, path, { body, headers } = {}) {
  const type = body && { 'Content-Type': 'application/json' };
  const response = await fetch(url + path, { method, headers: { ...type, ...headers }, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

const signedIn = await call('POST', '/v1/sessions', { body: { email, password } });
if (signedIn.status !== 201) throw new Error(signedIn.body.title);
const session = {
  Cookie: signedIn.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; '),
};

// The credential is in this answer and nowhere else, ever.
const { token, credential } = (await call('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name: 'example' } })).body;
console.log(`Issued ${token.id}, good until ${token.expiresAt}.`);

// A personal access token makes access tokens of five minutes, which authenticate requests.
const { access } = (await call('POST', '/api/token/refresh', { body: { refresh: credential } })).body;
const bearer = { Authorization: `Bearer ${access}` };
console.log(`Used by ${(await call('GET', '/v1/users/me', { headers: bearer })).body.email}.`);

const revoked = await call('DELETE', `/v1/tokens/${token.id}`, { headers: session });
console.log(`Revoked at ${revoked.headers.get('Keyledger-Position')}.`);
console.log(`The next use is answered ${(await call('GET', '/v1/users/me', { headers: bearer })).status}.`);

const { items } = (await call('GET', `/v1/activity?subject=${token.id}`, { headers: session })).body;
for (const { occurredAt, type, actor } of items.reverse()) console.log(`${occurredAt} ${type} by ${actor.kind} ${actor.id}`);
