import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '#installation/config';
import type { FirstOwner } from './first-organization.js';

/**
 * Tells the operator how to sign in. A generated password goes to the terminal, or, where nobody watches one, into a file that
 * only the operator can read; either way once.
 */
export function announceOwner(config: Config, owner: FirstOwner, isTerminal: boolean, print: (line: string) => void): void {
  print(`The first owner is ${owner.email}.`);
  if (!owner.isGenerated) return;
  if (isTerminal) return print(`Password: ${owner.password}   (shown this once)`);
  const file = passwordFile(config);
  writeFileSync(file, `${owner.password}\n`, { mode: 0o600 });
  print(`The generated password is in ${file}; delete the file once you have signed in.`);
}

/** What a program cannot take back: the environment that it was started with. */
export const passwordStays = () =>
  'Warning: the password in KEYLEDGER_BOOTSTRAP_PASSWORD was deleted from the environment, but ' +
  `/proc/${process.pid}/environ keeps it until this process ends. Unset it, or name a file in KEYLEDGER_BOOTSTRAP_PASSWORD_FILE instead.`;

/** Three lines that work when pasted into a shell: sign in, issue a personal access token, exchange and use it. */
export function firstSteps(config: Config, owner: FirstOwner, url: string, isTerminal: boolean): string[] {
  // Within the data directory, which nobody else can read: the file is as good as the session.
  const cookies = inShell(join(config.dataDirectory, 'owner-cookies.txt'));
  const json = "-H 'Content-Type: application/json'";
  // As a form, because curl encodes that: an address or a password may have what neither a shell nor JSON takes as it is.
  const email = `--data-urlencode ${inShell(`email=${owner.email}`)}`;
  const password = `--data-urlencode "password=${passwordInShell(config, owner, isTerminal)}"`;
  const access = `$(curl -sS ${json} -d '{"refresh":"'"$PAT"'"}' ${url}/api/token/refresh | cut -d'"' -f4)`;
  return [
    `curl -sS -c ${cookies} ${email} ${password} ${url}/user/login/`,
    `PAT=$(curl -sS -b ${cookies} ${json} -d '{"kind":"personal"}' ${url}/v1/tokens | sed 's/.*"credential":"\\([^"]*\\)".*/\\1/')`,
    `curl -sS -H "Authorization: Bearer ${access}" ${url}/api/current-user/whoami`,
  ];
}

/** What the operator chose is not printed back. */
function passwordInShell(config: Config, { password, isGenerated }: FirstOwner, isTerminal: boolean): string {
  if (isGenerated) return isTerminal ? password : `$(cat ${inShell(passwordFile(config))})`;
  const { KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } = config.values;
  return file ? `$(cat ${inShell(resolve(file))})` : '$KEYLEDGER_BOOTSTRAP_PASSWORD';
}

/** A text as one word of a shell. Paths are absolute: the lines are pasted in another terminal, wherever that stands. */
const inShell = (text: string) => `"${text.replace(/["$`\\]/g, '\\$&')}"`;

const passwordFile = (config: Config) => join(config.dataDirectory, 'owner-password.txt');
