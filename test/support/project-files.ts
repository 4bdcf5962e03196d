import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, without a slash at its end. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Paths, relative to the project and with `/`, of every file that is neither ignored by git nor git's own. */
export function projectFiles(): string[] {
  const patterns = readFileSync(join(projectRoot, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  const ignored = (name: string) => name === '.git' || patterns.some((pattern) => matches(pattern.replace(/\/$/, ''), name));
  const filesUnder = (folder: string): string[] =>
    readdirSync(join(projectRoot, folder), { withFileTypes: true })
      .filter(({ name }) => !ignored(name))
      .flatMap((entry) => (entry.isDirectory() ? filesUnder(`${folder}${entry.name}/`) : [`${folder}${entry.name}`]));
  return filesUnder('');
}

export const readProjectFile = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

/** The two forms that .gitignore uses: a name, and `*` before an ending. */
const matches = (pattern: string, name: string) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern);
