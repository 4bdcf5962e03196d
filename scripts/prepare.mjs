import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, sourceDigest } from './build.mjs';
import { root, run } from './child.mjs';
import { withLock } from './preparation-lock.mjs';

const at = (path) => join(root, path);
const installStamp = at('node_modules/.keyledger-install');
const buildStamp = at('dist/.keyledger-build');
const say = (line) => process.stderr.write(`${line}\n`);

/** An error that stops a start or a test run; its message is for the user who typed the command. */
export class PreparationFailed extends Error {}

/**
 * Installs the dependencies if the lock file changed since the last installation, and builds if a source changed since the last build;
 * otherwise does nothing. Waits while another process does either in this folder.
 *
 * @throws PreparationFailed with the output of the tool that failed
 */
export async function prepare() {
  if (isCurrent(installStamp, installDigest()) && isCurrent(buildStamp, sourceDigest())) return;
  try {
    await prepareAlone();
  } catch (error) {
    if (error.syscall === undefined) throw error;
    throw new PreparationFailed(
      `What is installed or built here is not up to date, and this user cannot bring it up to date: ${error.message}`,
    );
  }
}

async function prepareAlone() {
  const onWait = (pid) => say(`Waiting for process ${pid}, which is installing or building in this folder.`);
  await withLock(at('dist/.keyledger-preparation'), onWait, async (alsoHeldBy) => {
    await once(installStamp, installDigest(), () => install(alsoHeldBy));
    await once(buildStamp, sourceDigest(), () => buildOrFail(alsoHeldBy));
  });
}

const isCurrent = (stamp, digest) => existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;

/** The stamp is removed first, so that interrupted or failed work is repeated. */
async function once(stamp, digest, work) {
  if (isCurrent(stamp, digest)) return;
  rmSync(stamp, { force: true });
  await work();
  writeFileSync(stamp, digest);
}

/** Native packages differ by platform, so a folder that was moved to another platform is installed again. */
function installDigest() {
  const lockFile = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  return `${lockFile} ${process.platform}-${process.arch}`;
}

async function install(onStart) {
  say('Installing the dependencies. This happens once, and takes about half a minute …');
  const [command, ...before] = npm();
  const { code, output } = await run(command, [...before, 'ci', '--include=dev', '--ignore-scripts'], { onStart });
  if (code !== 0) throw new PreparationFailed(`${output}The dependencies could not be installed: npm ci ended with ${code}.`);
}

/** The npm that started this process, if npm did; it may differ from the one on the PATH. */
function npm() {
  const caller = process.env.npm_execpath;
  return caller?.endsWith('npm-cli.js') && existsSync(caller) ? [process.execPath, caller] : ['npm'];
}

async function buildOrFail(onStart) {
  const { code, output } = await build({ onStart });
  if (code !== 0) throw new PreparationFailed(`${output}The build failed.`);
}
