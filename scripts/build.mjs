import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, run } from './child.mjs';

const sourceFolders = ['apps', 'libs'];
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The digest of all files that a build depends on; specs and their support are not among them. */
export function sourceDigest() {
  const hash = createHash('sha256');
  for (const path of [...settings, ...sourceFolders.flatMap(filesUnder).filter(isBuilt).sort()]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Compiles into `dist` without emptying it, since a running server may still load from it, and then removes files that have no source any
 * more. Returns `{code, output}` of the compiler; after an error `dist` is unchanged. `options` go to `run`.
 */
export async function build(options) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const result = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmitOnError'], options);
  if (result.code === 0) removeStale();
  return result;
}

function removeStale() {
  for (const path of sourceFolders.flatMap((folder) => filesUnder(join('dist', folder)))) {
    const source = relative('dist', path).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(root, source)) || !isBuilt(source)) rmSync(join(root, path));
  }
}

const isBuilt = (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !/[\\/]testing[\\/]/.test(path);

function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}
