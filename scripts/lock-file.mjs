import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child.mjs';

/** The product, what the benchmarks compare it with, and what mutates it. */
const projects = ['', 'bench/peers', 'test/mutation'];

/** Returns a sentence for each problem of the lock files; empty when there is none. */
export const lockFileFaults = () => projects.filter((folder) => existsSync(join(root, folder, 'package.json'))).flatMap(faultsIn);

function faultsIn(folder) {
  const readJson = (name) => JSON.parse(readFileSync(join(root, folder, name), 'utf8'));
  const { packages } = readJson('package-lock.json');
  const faults = [...missingOptional(packages), ...inexact(readJson('package.json')), ...namedRegistries(packages)];
  return faults.map((fault) => (folder ? `In ${folder}: ${fault}` : fault));
}

/**
 * A registry that lags behind may lack a platform's package when the lock file is written. npm then silently omits it, and the next `npm
 * ci` fails.
 */
function missingOptional(packages) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isFound(packages, path, name))
      .map((name) => `${path || 'The project'} lists the optional dependency ${name}, which has no entry in package-lock.json.`),
  );
}

/** Resolves a package as Node does: beside the dependent's own dependencies, then in each folder above. */
function isFound(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder && `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

function inexact({ dependencies = {}, devDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json asks for ${name} "${version}"; it must be one exact version.`);
}

/** Addresses in the lock file would send every newcomer to the registry that its author used. */
function namedRegistries(packages) {
  return Object.entries(packages)
    .filter(([, { resolved }]) => /^https?:/.test(resolved ?? ''))
    .map(([path]) => `${path} names a registry in package-lock.json; keep omit-lockfile-registry-resolved on when writing it.`);
}
