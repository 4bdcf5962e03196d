/** `npm run test:mutation`: changes the code in small ways, one at a time, and counts how many changes the tests notice. */
export default {
  // What may happen, the verdict among it, and the only code that sees a secret. Lists of types and of sentences decide nothing.
  mutate: [
    'libs/domain/src/*.ts',
    'libs/credentials/src/*.ts',
    '!libs/domain/src/*.spec.ts',
    '!libs/domain/src/events.ts',
    '!libs/domain/src/refusal.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  checkers: [],
  // The native TypeScript compiler has no interface that Stryker could rewrite a tsconfig.json with; none is needed.
  tsconfigFile: 'none.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
  concurrency: 1,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/data', '.venv', '/coverage'],
  cleanTempDir: 'always',
};
