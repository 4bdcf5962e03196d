import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageFile = findPackage(import.meta.url);

/** The version in package.json, which is found from the sources, from the build and from a bundle. */
export const productVersion: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;

/** The folder of package.json, in which the build is, too. */
export const productFolder = fileURLToPath(new URL('.', packageFile));

/** In this folder or the nearest one above it. */
function findPackage(from: string): URL {
  const file = new URL('package.json', from);
  const above = new URL('..', from).href;
  return existsSync(file) || above === from ? file : findPackage(above);
}
