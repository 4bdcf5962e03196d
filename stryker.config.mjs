/** `npm run test:mutation`: changes the code in small ways, one at a time, and counts how many changes the tests notice. */
export default {
  mutate: ['libs/domain/src/*.ts', '!libs/domain/src/*.spec.ts', '!libs/domain/src/events.ts', '!libs/domain/src/refusal.ts'],
  testRunner: 'command',
  commandRunner: { command: 'npm run -s jest -- --bail libs/domain' },
  coverageAnalysis: 'off',
  checkers: [],
  // The native TypeScript compiler has no interface that Stryker could rewrite a tsconfig.json with; none is needed.
  tsconfigFile: 'none.json',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
  concurrency: 1,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/data', '.venv', '/coverage'],
  cleanTempDir: 'always',
};
