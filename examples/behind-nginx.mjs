// An application behind docs/how-to/nginx.conf: GET /workspaces/<id> answers a caller who may act there, and nobody else.
// Run with: PORT=9000 node examples/behind-nginx.mjs
// To look up lists that are too long for a header, set VERIFIER to the id and the credential of a verifier, with a colon in between,
// and leave out the line of nginx.conf that takes Authorization away.
import { createServer } from 'node:http';

const { PORT: port = '9000', KEYLEDGER_URL: url = 'http://127.0.0.1:8080', VERIFIER: verifier } = process.env;

/** The workspaces of the caller: all of them, these ones, or null where that cannot be told. */
async function workspacesOf({ headers }) {
  const listed = headers['x-keyledger-workspaces'] ?? '';
  if (listed === '*') return 'all';
  // Too many for a header. It is not known which, so nothing may be taken for granted.
  if (listed === '!') return verifier ? introspected(headers.authorization ?? '') : null;
  return listed.split(',');
}

async function introspected(authorization) {
  const [, token = ''] = authorization.split(/ +/);
  const answer = await fetch(`${url}/oauth/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(verifier).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  const { active, workspace_ids: ids } = answer.ok ? await answer.json() : {};
  return active ? (ids ?? null) : null;
}

const server = createServer(async (request, response) => {
  const [, wanted] = /^\/workspaces\/([\w.:-]+)$/.exec(request.url) ?? [];
  const workspaces = await workspacesOf(request).catch(() => null);
  const mayAct = workspaces === 'all' || workspaces?.includes(wanted);
  const why = workspaces === null ? 'It cannot be told where you may act.' : 'You may not act there.';
  response.writeHead(mayAct ? 200 : 403, { 'content-type': 'text/plain' }).end(mayAct ? `Welcome to ${wanted}.` : why);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
