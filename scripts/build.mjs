import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildConsole } from './build-console.mjs';
import { buildPrograms } from './build-programs.mjs';
import { root, run } from './child.mjs';

const sourceFolders = ['apps', 'libs'];
const settings = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build-console.mjs',
  'scripts/build-programs.mjs',
];

/** What is compiled; the console is bundled instead. */
const isCompiled = (path) => path.endsWith('.ts') && !isOfConsole(path) && !path.endsWith('.spec.ts') && !/[\\/]testing[\\/]/.test(path);
const isOfConsole = (path) => /^apps[\\/]console[\\/]/.test(path);

/** The digest of all files that a build depends on; specs and their support are not among them. */
export function sourceDigest() {
  const hash = createHash('sha256');
  for (const path of [
    ...settings,
    ...sourceFolders
      .flatMap(filesUnder)
      .filter((path) => isCompiled(path) || isOfConsole(path))
      .sort(),
  ]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Compiles into `dist` without emptying it, since a running server may still load from it, removes files that have no source any more, and
 * bundles the programs and the console. Returns `{code, output}` of the tool that failed, or of the compiler; after an error of the
 * compiler `dist` is unchanged. `options` go to `run`.
 */
export async function build(options) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const result = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmitOnError'], options);
  if (result.code !== 0) return result;
  removeStale();
  return Promise.all([buildConsole(), buildPrograms()]).then(
    () => result,
    (error) => ({ code: 1, output: `${error.message}\n` }),
  );
}

function removeStale() {
  for (const path of sourceFolders.flatMap((folder) => filesUnder(join('dist', folder)))) {
    const source = relative('dist', path).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(root, source)) || !isCompiled(source)) rmSync(join(root, path));
  }
}

function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}
