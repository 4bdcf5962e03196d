import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pressableStyle } from '#api/features/console/console-headers';
import { projectRoot } from '../../support/project-files.js';

const packaged = join(projectRoot, 'node_modules/react-aria/dist/private/interactions/usePress.mjs');
const built = join(projectRoot, 'dist/console/assets');

/** The style elements with a layer that a script holds as texts, with the name of the attribute in them filled in. */
const stylesIn = (code: string): string[] =>
  [...code.matchAll(/(["'`])(\s*(?:\\n)?@layer \{.*?)\1/gs)].map(([, , text]) =>
    text
      .replace(/\\n/g, '\n')
      .replace(/\$\{[^}]*\}/g, 'data-react-aria-pressable')
      .trim(),
  );

describe('The one style element that the policy of the console admits', () => {
  it('is that of the package', () => {
    const code = readFileSync(packaged, 'utf8');
    expect(code).toContain("= 'data-react-aria-pressable'");
    expect(stylesIn(code)).toEqual([pressableStyle]);
  });

  it('is that of every script that was built', () => {
    const scripts = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.js')) : [];
    const styles = scripts.flatMap((name) => stylesIn(readFileSync(join(built, name), 'utf8')));
    expect([...new Set(styles)]).toEqual(scripts.length > 0 ? [pressableStyle] : []);
  });
});
