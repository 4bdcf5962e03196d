import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './child.mjs';

/**
 * Installs the packages of a folder that has a lock file of its own, if that changed since the last installation. They are few people's, so
 * `npm start` and `npm test` leave them out.
 *
 * @throws Error with the output of npm
 */
export async function installApart(folder, say) {
  const stamp = join(root, folder, 'node_modules/.keyledger-install');
  const digest = createHash('sha256')
    .update(readFileSync(join(root, folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say(`Installing the packages of ${folder} …`);
  const { code, output } = await run('npm', ['ci', '--prefix', join(root, folder), '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error(`${output}The packages of ${folder} could not be installed: npm ci ended with ${code}.`);
  writeFileSync(stamp, digest);
}
