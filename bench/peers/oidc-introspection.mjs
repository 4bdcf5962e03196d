// oidc-provider's introspection of opaque access tokens, with everything in memory, so that no store slows it. It writes tokens of machines
// (client credentials) and of people (with an account and a grant) into the given files.

import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { announce } from './listen.mjs';

const [machinesFile, peopleFile, count] = process.argv.slice(2);
const client = { client_id: 'verifier', client_secret: 'a-secret-that-is-long-enough-for-anybody' };

/** The adapter of the package keeps at most a thousand entries; a Map keeps them all and is faster. */
class MapAdapter {
  #rows = new Map();

  async upsert(id, payload) {
    this.#rows.set(id, payload);
  }

  async find(id) {
    return this.#rows.get(id);
  }
}

const provider = new Provider('http://127.0.0.1', {
  adapter: MapAdapter,
  clients: [{ ...client, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true },
  },
  ttl: { ClientCredentials: 86_400, AccessToken: 86_400, Grant: 86_400 },
});
const issuedTo = await provider.Client.find(client.client_id);
const machines = [];
const people = [];
for (let i = 0; i < Number(count); i += 1) {
  machines.push(await new provider.ClientCredentials({ client: issuedTo }).save());
  const accountId = randomUUID();
  const grantId = await new provider.Grant({ clientId: client.client_id, accountId }).save();
  const token = { client: issuedTo, accountId, grantId, gty: 'authorization_code', scope: 'openid' };
  people.push(await new provider.AccessToken(token).save());
}
writeFileSync(machinesFile, machines.join('\n'));
writeFileSync(peopleFile, people.join('\n'));

const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
await announce(createServer(provider.callback()), { basic });
