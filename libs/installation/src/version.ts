import { readFileSync } from 'node:fs';

/** The version in package.json, which is found from the sources and from the build at the same relative path. */
export const productVersion: string = JSON.parse(readFileSync(findPackage(import.meta.url), 'utf8')).version;

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
