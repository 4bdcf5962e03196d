import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '#installation/config';
import type { FirstOwner } from './first-organization.js';

/**
 * Tells the operator how to sign in. A generated password is shown once: on the terminal or, where there is none, in a file that only the
 * operator can read.
 */
export function announceOwner(config: Config, owner: FirstOwner, isTerminal: boolean, print: (line: string) => void): void {
  print(`The first owner is ${owner.email}.`);
  if (!owner.isGenerated) return;
  if (isTerminal) return print(`Password: ${owner.password}   (shown this once)`);
  const file = passwordFile(config);
  writeFileSync(file, `${owner.password}\n`, { mode: 0o600 });
  print(`The generated password is in ${file}; delete the file once you have signed in.`);
}

/** A program cannot change the environment that it was started with as other processes see it. */
export const passwordStays = () =>
  'Warning: the password in KEYLEDGER_BOOTSTRAP_PASSWORD was deleted from the environment, but ' +
  `/proc/${process.pid}/environ keeps it until this process ends. Unset it, or name a file in KEYLEDGER_BOOTSTRAP_PASSWORD_FILE instead.`;

/** Three lines that work when pasted into a shell: sign in, issue a personal access token, exchange and use it. */
export function firstSteps(config: Config, owner: FirstOwner, url: string, isTerminal: boolean): string[] {
  // The file lies in the data directory, which nobody else can read, because it is as good as the session.
  const cookies = inShell(join(config.dataDirectory, 'owner-cookies.txt'));
  const json = "-H 'Content-Type: application/json'";
  // The password is sent as a form that curl encodes, because an address or a password may contain what neither a shell nor JSON takes
  // unquoted.
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
  if (isGenerated) return isTerminal ? password : contentOf(passwordFile(config));
  const { KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } = config.values;
  return file ? contentOf(resolve(file)) : '$KEYLEDGER_BOOTSTRAP_PASSWORD';
}

/** What the server takes the password from a file to be: editors put a byte-order mark before it, and carriage returns at line ends. */
function contentOf(file: string): string {
  const isMarked = readFileSync(file).subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? `$(tail -c +4 ${inShell(file)} | tr -d '\\r')` : `$(tr -d '\\r' < ${inShell(file)})`;
}

const byteOrderMark = Buffer.from('\ufeff');

/** A text as one shell word. Paths are absolute, because the lines are pasted in another terminal with a working directory of its own. */
const inShell = (text: string) => `"${text.replace(/["$`\\]/g, '\\$&')}"`;

const passwordFile = (config: Config) => join(config.dataDirectory, 'owner-password.txt');
