import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../support/project-files.js';

const folder = join(projectRoot, 'dist/console');
const assets = join(folder, 'assets');
const page = readFileSync(join(folder, 'index.html'), 'utf8');
const [, main] = /src="assets\/([^"]+\.js)"/.exec(page) as RegExpExecArray;
const names = readdirSync(assets);
const scripts = names.filter((name) => name.endsWith('.js'));
const contents = new Map(scripts.map((name) => [name, readFileSync(join(assets, name), 'utf8')]));
const kibOf = (files: Iterable<string>) =>
  [...files].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length / 1024, 0);

const textOf = (name: string) => contents.get(name) as string;
const lazyFrom = (name: string) => [...textOf(name).matchAll(/\bimport\("\.\/([^"]+)"\)/g)].map(([, file]) => file);
const staticFrom = (name: string) => [...textOf(name).matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)].map(([, file]) => file);

/** A script with everything that is loaded before it runs. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (!found.has(name)) for (const next of staticFrom(name)) withImports(next, found.add(name));
  return found.add(name);
}

const home = lazyFrom(main).find((name) => name.startsWith('home-')) as string;
const firstPage = new Set([...withImports(main), ...withImports(home)]);

describe('What a browser loads of the console, compressed', () => {
  it('is at most 190 KiB of script and 15 KiB of style for the first page', () => {
    expect(firstPage.size).toBeGreaterThan(2);
    expect(kibOf(firstPage)).toBeLessThanOrEqual(190);
    expect(kibOf(names.filter((name) => name.endsWith('.css')))).toBeLessThanOrEqual(15);
  });

  it('is at most 40 KiB for each further page', () => {
    const pages = lazyFrom(main);
    expect(pages.length).toBeGreaterThan(1);
    const tooLarge = pages
      .map((name) => [name, kibOf([...withImports(name)].filter((each) => !firstPage.has(each)))] as const)
      .filter(([, kib]) => kib > 40);
    expect(tooLarge).toEqual([]);
  });

  it('is at most 420 KiB for all pages', () => {
    expect(kibOf(scripts)).toBeLessThanOrEqual(420);
  });
});

describe('What is built of the console', () => {
  it('is loaded from the server alone, and holds no map that leads to the sources', () => {
    expect(
      [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address).filter((address) => /^\w+:|^\/\//.test(address)),
    ).toEqual([]);
    expect(names.filter((name) => name.endsWith('.map'))).toEqual([]);
  });

  it('has everything that it names, and each script and style also compressed', () => {
    const named = [...scripts.flatMap((name) => [...staticFrom(name), ...lazyFrom(name)]), main];
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    const plain = names.filter((name) => /\.(js|css)$/.test(name));
    expect(plain.filter((name) => !names.includes(`${name}.br`) || !names.includes(`${name}.gz`))).toEqual([]);
  });
});
