import type { Command } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import { type Fields, picked } from '../fields.js';
import type { ApiClient, Body } from '../remote/api-client.js';
import { segment } from '../remote/named-user.js';

/** `credential` is the kind of the one that was presented, or that an access token was made from; a session has no `tokenId` here. */
const fields: Fields = [
  ...['kind', 'name', 'email', 'id', 'role', 'organization', 'organizationId'],
  ...['credential', 'tokenId', 'expiresAt', 'server'],
];

export function whoamiCommand(program: Command, cli: CommandLine): void {
  const whoami = program.command('whoami').description('say whose the credential is that is used here, what it may do, and until when');
  const act = async ({ api, print }: ServerCall) => {
    const { name: organization, id: organizationId } = await api.get('/v1/organization');
    const who = api.isSession ? await ofSession(api) : await ofToken(api);
    print.one(picked({ ...who, organization, organizationId, server: api.url }, fields));
  };
  cli.onServer(whoami, act, fields);
}

async function ofSession(api: ApiClient): Promise<Body> {
  const me = await api.get('/v1/users/me');
  const name =
    Object.values(picked(me, ['firstName', 'lastName']))
      .filter(Boolean)
      .join(' ') || null;
  return { ...me, ...(await api.get('/v1/sessions/current')), name, kind: 'user', credential: 'session' };
}

/** What a reverse proxy is told of the credential leads to its token, and the token to its owner. */
async function ofToken(api: ApiClient): Promise<Body> {
  const headers = [...(await api.headers('/v1/auth'))].map(([name, value]) => [name.replace('x-keyledger-', ''), value]);
  const told = Object.fromEntries(headers);
  const { id: tokenId, kind: credential, owner, ...token } = await api.get(`/v1/tokens/${segment(told.token)}`);
  return { ...told, ...token, ...owner, tokenId, credential };
}
