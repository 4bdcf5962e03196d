// better-auth's check of an API key on SQLite, as durable as Keyledger's log, behind a route on bare Fastify. Its rate limit is off. It
// writes the keys into the given file.
import { writeFileSync } from 'node:fs';
import { apiKey } from '@better-auth/api-key';
import { NodeSqliteDialect } from '@better-auth/kysely-adapter/node-sqlite-dialect';
import { DatabaseSync } from '@photostructure/sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import fastify from 'fastify';
import { announce } from './listen.mjs';

const [databaseFile, credentialsFile, count] = process.argv.slice(2);
const database = new DatabaseSync(databaseFile);
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');

const auth = betterAuth({
  database: { dialect: new NodeSqliteDialect({ database }), type: 'sqlite' },
  secret: 'a-secret-that-is-long-enough-for-anybody',
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
  logger: { level: 'error' },
  telemetry: { enabled: false },
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const person = { email: 'ada@example.com', password: 'a-long-and-quiet-river', name: 'Ada' };
const { user } = await auth.api.signUpEmail({ body: person });
const credentials = [];
for (let i = 0; i < Number(count); i += 1) credentials.push((await auth.api.createApiKey({ body: { userId: user.id } })).key);
writeFileSync(credentialsFile, credentials.join('\n'));

const app = fastify();
app.get('/v1/auth', async (request, reply) => {
  const authorization = request.headers.authorization ?? '';
  const { valid, key } = await auth.api.verifyApiKey({ body: { key: authorization.slice(authorization.indexOf(' ') + 1) } });
  if (!valid) return reply.code(401).send();
  reply.header('X-User', key.referenceId);
  return '';
});
await app.ready();
await announce(app.server);
