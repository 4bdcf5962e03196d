// A hand-written verifier on bare Fastify: one HMAC of the credential, one look-up in a Map, and the headers that Keyledger sends. It knows
// no owners, organizations, generations, signatures or uses, and loses everything when it ends.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { announce } from './listen.mjs';

const [credentialsFile] = process.argv.slice(2);
const pepper = randomBytes(32);
const digestOf = (credential) => createHmac('sha256', pepper).update(credential).digest('base64url');
const id = (i) => `0192e4a0-0000-7000-8000-${String(i).padStart(12, '0')}`;

const tokens = new Map(
  readFileSync(credentialsFile, 'utf8')
    .split('\n')
    .map((credential, i) => [
      digestOf(credential),
      { id: id(i), userId: id(i % 1000), kind: 'user', role: 'annotator', organizationId: id(0), expiresAtMs: Date.now() + 86_400_000 },
    ]),
);

const app = fastify();
app.get('/v1/auth', (request, reply) => {
  const authorization = request.headers.authorization ?? '';
  const token = tokens.get(digestOf(authorization.slice(authorization.indexOf(' ') + 1)));
  if (!token || token.expiresAtMs <= Date.now()) return reply.code(401).send();
  reply.hijack();
  reply.raw.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Length': '0',
    'X-Keyledger-User': token.userId,
    'X-Keyledger-Kind': token.kind,
    'X-Keyledger-Role': token.role,
    'X-Keyledger-Organization': token.organizationId,
    'X-Keyledger-Token': token.id,
    'X-Keyledger-Workspaces': '',
    'X-Keyledger-Projects': '',
  });
  reply.raw.end();
});
await app.ready();
await announce(app.server);
