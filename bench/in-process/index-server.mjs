// The hot route over an index of any size, without a log, which would take hours to write. All parts are the product's own.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import 'reflect-metadata';
import { CredentialJudge } from '#api/edge/authentication/credential-judge';
import { createFastify } from '#api/edge/http/fastify';
import { RouteTable } from '#api/edge/http/route-table';
import { TrustedProxies } from '#api/edge/http/trusted-proxies';
import { LastUses } from '#api/features/tokens/last-uses';
import { AuthPreRouterHandler } from '#api/pre-router/auth.pre-router-handler';
import { handleBeforeRouter } from '#api/pre-router/pre-router-handler';
import { mintOpaque } from '#credentials/opaque-credential';
import { SecretDigests } from '#credentials/secret-digests';
import { SigningKeys } from '#credentials/signing-keys';
import { SystemClock } from '#event-store/clock';
import { Config } from '#installation/config';
import { Logger } from '#installation/logger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { ownerEvents, tokenEvents } from './token-events.mjs';

const batchEvents = 1000;

const [tokensText, presentedText, credentialsFile] = process.argv.slice(2);
const [tokens, presented] = [Number(tokensText), Number(presentedText)];
const config = Config.from({});
const clock = new SystemClock();
const digests = new SecretDigests({ peppers: new Map([[1, randomBytes(32)]]), currentPepperVersion: 1 });
const validity = new TokenValidity();
const credentials = [];

validity.apply(ownerEvents());
for (let first = 0; first < tokens; first += batchEvents) validity.apply(tokenEvents(first, batchEvents, presentedLookup));
writeFileSync(credentialsFile, shuffled(credentials).join('\n'));
await serve();

/** Tokens of service accounts, spread evenly over all. */
function presentedLookup(number) {
  const every = Math.floor(tokens / presented);
  if (number % 2 === 0 || Math.floor(number / 2) % Math.max(1, Math.floor(every / 2)) !== 0 || credentials.length >= presented)
    return undefined;
  const credential = mintOpaque('service-account');
  credentials.push(credential);
  return digests.lookup(credential);
}

/** In the order of their creation, neighbouring tokens would lie side by side in memory. */
function shuffled(values) {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const other = randomBytes(4).readUInt32LE() % (i + 1);
    [values[i], values[other]] = [values[other], values[i]];
  }
  return values;
}

async function serve() {
  const logger = new Logger(config);
  const credentialJudge = new CredentialJudge(config, clock, digests, new SigningKeys(), validity);
  const proxies = new TrustedProxies([]);
  const lastUses = new LastUses(validity.tokens, { record: () => {}, usedAt: () => null }, { seal: async () => null });
  const attempts = { note: () => {} };
  const authRoute = new AuthPreRouterHandler({
    credentialJudge,
    validity,
    clock,
    lastUses,
    attempts,
    proxies,
    logger,
    answers: undefined,
    publicUrl: '',
  });
  const fastify = await createFastify(config, { writeFailure: () => {}, proxies, routes: new RouteTable() });
  authRoute.register(fastify);
  handleBeforeRouter(fastify, [authRoute]);
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  process.send({ port: fastify.server.address().port });
}
