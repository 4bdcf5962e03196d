import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child.mjs';
import { pages } from './reference-pages.mjs';

// Writes docs/reference from the sources, or, with --check, only says what is out of date.
const isCheck = process.argv.includes('--check');
const folder = join(root, 'docs/reference');
mkdirSync(folder, { recursive: true });

let stale = 0;
for (const [name, content] of Object.entries(await pages())) {
  const path = join(folder, name);
  const text = `${content.trimEnd()}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale += 1;
  if (isCheck) process.stdout.write(`docs/reference/${name} is out of date: run npm run docs.\n`);
  else writeFileSync(path, text);
}
process.exitCode = isCheck ? Math.min(stale, 1) : 0;
