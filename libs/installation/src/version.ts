import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageFile = findPackage(import.meta.url);

/** The version in package.json, which is found from the sources and from the build. */
export const productVersion: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;

/** The folder of package.json, in which the build is, too. */
export const productFolder = fileURLToPath(new URL('.', packageFile));

function findPackage(from: string): URL {
  const candidates = ['../../../package.json', '../../../../package.json'].map((path) => new URL(path, from));
  return candidates.find((url) => exists(url)) ?? candidates[0];
}

function exists(url: URL): boolean {
  try {
    readFileSync(url);
    return true;
  } catch {
    return false;
  }
}
