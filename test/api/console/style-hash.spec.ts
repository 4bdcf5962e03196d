import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addedStyles } from '#api/features/console/console-headers';
import { projectRoot } from '../../support/project-files.js';

const built = join(projectRoot, 'dist/console/assets');

/** The style elements with a layer that a script holds as texts, with the name of the attribute in them filled in. */
const stylesIn = (code: string): string[] =>
  [...code.matchAll(/(["'`])(\s*(?:\\n)?@layer \{.*?)\1/gs)].map(([, , text]) =>
    text
      .replace(/\\n/g, '\n')
      .replace(/\$\{[^}]*\}/g, 'data-react-aria-pressable')
      .trim(),
  );

/** The private modules of a package, in which its parts are written out. */
const modulesOf = (name: string) => {
  const folder = join(projectRoot, 'node_modules', name, 'dist/private');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
};

describe('The style elements that the policy of the console admits', () => {
  it('are all that the packages add to a page', () => {
    const adding = ['react-aria', 'react-aria-components'].flatMap(modulesOf).filter((code) => /createElement\(["'`]style\b/.test(code));
    expect(adding).toHaveLength(addedStyles.length);
    expect(adding.flatMap(stylesIn).sort()).toEqual([...addedStyles].sort());
  });

  it('are those of every script that was built', () => {
    const scripts = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.js')) : [];
    const styles = scripts.flatMap((name) => stylesIn(readFileSync(join(built, name), 'utf8')));
    expect(styles.filter((style) => !(addedStyles as readonly string[]).includes(style))).toEqual([]);
    expect(styles.length > 0).toBe(scripts.length > 0);
  });
});
