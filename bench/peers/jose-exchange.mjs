// A token exchange written with jose on bare Fastify: it verifies the refresh token and signs an access token. It makes its own refresh
// tokens and writes them into the given file.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import fastify from 'fastify';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { announce } from './listen.mjs';

const [credentialsFile, count] = process.argv.slice(2);
const issuer = `urn:uuid:${randomUUID()}`;
const header = { alg: 'ES256', kid: 'AfNj0b4yzkSnt1Cpz2kdPkUYZHjzFCvbX2vqpyp0LWo' };
const { publicKey, privateKey } = await generateKeyPair('ES256');

const sign = (tokenType, typ, { sub, tid, exp }) =>
  new SignJWT({ token_type: tokenType, user_id: '1', tid, gen: 1, jti: randomUUID() })
    .setProtectedHeader({ ...header, typ })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(exp)
    .sign(privateKey);

const credentials = [];
for (let i = 0; i < Number(count); i += 1) {
  credentials.push(await sign('refresh', 'pat+jwt', { sub: randomUUID(), tid: randomUUID(), exp: '365d' }));
}
writeFileSync(credentialsFile, credentials.join('\n'));

const app = fastify();
app.post('/api/token/refresh', async (request, reply) => {
  const { payload } = await jwtVerify(request.body.refresh, publicKey, { issuer, audience: issuer, typ: 'pat+jwt' });
  reply.header('Cache-Control', 'no-store');
  return { access: await sign('access', 'at+jwt', { ...payload, exp: '290s' }) };
});
await app.ready();
await announce(app.server);
