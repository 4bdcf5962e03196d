import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/child.mjs';
import { root } from './child-process.mjs';

const folder = join(root, 'bench/peers');
const stamp = join(folder, 'node_modules/.keyledger-install');

/** Installs the compared products, if the lock file of bench/peers changed since the last installation. */
export async function installPeers(say) {
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('Installing what Keyledger is compared with …');
  const { code, output } = await run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error(`${output}The peers could not be installed: npm ci ended with ${code}.`);
  writeFileSync(stamp, digest);
}
