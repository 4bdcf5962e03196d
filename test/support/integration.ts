import { describe, it } from '@jest/globals';

/** Parts of the suite that need something npm cannot install, and the variable that says where it is. */
const parts = {
  'python-sdk': 'KEYLEDGER_PYTHON',
  nginx: 'KEYLEDGER_NGINX',
  'c-compiler': 'KEYLEDGER_CC',
  curl: 'KEYLEDGER_CURL',
  bash: 'KEYLEDGER_BASH',
  zsh: 'KEYLEDGER_ZSH',
  fish: 'KEYLEDGER_FISH',
  prometheus: 'KEYLEDGER_PROMETHEUS',
  chromium: 'KEYLEDGER_CHROMIUM',
} as const;

export type Part = keyof typeof parts;

/**
 * Describes tests that need an optional part; `suite` gets what its variable says. Without the part they are skipped aloud, or
 * fail if REQUIRE_INTEGRATION (comma-separated names) lists it, so that continuous integration cannot pass by leaving them out.
 * The only place where anything may be skipped.
 */
export function integration(part: Part, title: string, suite: (value: string) => void): void {
  const value = process.env[parts[part]];
  if (value) {
    describe(title, () => suite(value));
  } else if (isRequired(part)) {
    describe(title, () =>
      it(`has what ${part} needs`, () => Promise.reject(new Error(`${part} is required, but ${parts[part]} is not set.`))),
    );
  } else {
    process.stderr.write(`!!! NOT RUN: ${title}: ${parts[part]} is not set.\n`);
    describe.skip(title, () => suite(''));
  }
}

const isRequired = (part: Part) => (process.env.REQUIRE_INTEGRATION ?? '').split(',').some((name) => name.trim() === part);
