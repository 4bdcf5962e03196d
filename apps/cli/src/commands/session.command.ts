import type { Command } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { failureOf, request } from '../remote/api-client.js';
import { originOf } from '../remote/server-url.js';
import { cookieAfter } from '../remote/session-file.js';
import { currentSessionFields, sessionFields } from './view-fields.js';

/** The commands `login` and `logout`. */
export function sessionCommands(program: Command, cli: CommandLine): void {
  const login = program.command('login').description('sign in to a running server; only your account on this machine can read the session');
  cli.onServer(login.option('--email <address>', 'your e-mail address; asked for when it is left out'), signIn);
  cli.onServer(program.command('logout').description('end the session'), signOut);
}

async function signIn({ api, options, secrets, sessions, print }: ServerCall): Promise<void> {
  const remedy = 'Name yourself with --email, and add --password-stdin.';
  const email = options.email ?? (await secrets.askOpenly('E-mail address: ', remedy));
  const password = options.passwordStdin ? await secrets.nextLine('your password') : await secrets.ask('Password: ', remedy);
  // The cookie that this device got at an earlier sign-in exempts it from the limits that guessing strangers use up; the session in it
  // ends.
  const before = sessions.get(api.url)?.cookie ?? '';
  const headers = { 'Content-Type': 'application/json', ...(before !== '' && { Cookie: before }) };
  const answer = await request(api.url, '/v1/sessions', { method: 'POST', headers, body: JSON.stringify({ email, password }) });
  if (!answer.ok) throw await failureOf(answer);
  const { expiresAt } = (await answer.json()) as { expiresAt: string };
  const cookie = cookieAfter('', answer.headers.getSetCookie());
  sessions.set(api.url, { cookie, email, expiresAt });
  print.done(`Signed in to ${originOf(api.url)} as ${email} until ${expiresAt}.`, { url: api.url, email, expiresAt });
}

async function signOut({ api, sessions, print }: ServerCall): Promise<void> {
  const session = sessions.get(api.url);
  if (session === null) throw new CliFailure('notAllowed', `There is no session for ${originOf(api.url)}.`);
  const answer = await request(api.url, '/v1/sessions/current', { method: 'DELETE', headers: { Cookie: session.cookie } });
  // A session that the server no longer knows has ended already, so it is forgotten here, too.
  if (!answer.ok && answer.status !== 401) throw await failureOf(answer);
  sessions.delete(api.url);
  print.done(`Signed out of ${originOf(api.url)}.`, { url: api.url });
}

/** The commands `sessions …`: where one is signed in. */
export function sessionsCommand(program: Command, cli: CommandLine): Command {
  const sessions = program.command('sessions').description('where you are signed in');
  cli.onServer(
    sessions.command('list').description('list your sessions that are not over, newest first'),
    async ({ api, print }) => print.list(await api.all('/v1/sessions'), ['createdAt', 'lastSeenAt', 'expiresAt', 'current', 'id']),
    sessionFields,
  );
  cli.onServer(
    sessions.command('current').description('show the session of this command line, and its limits'),
    async ({ api, print }) => print.one(await api.get('/v1/sessions/current')),
    currentSessionFields,
  );
  const endOthers = sessions.command('end-others').description('end all of your sessions but the one of this command line');
  cli.onServer(endOthers, async ({ api, print }) => {
    const ended = await api.delete('/v1/sessions?others=true');
    print.done(`Other sessions that were ended: ${ended.endedSessions}.`, ended);
  });
  return sessions;
}
