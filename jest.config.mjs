const typescript = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  },
];

export default {
  // Tests write into a folder that is removed after them; what was compiled stays.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // What is built and what is installed is loaded once, by Node (docs/decisions/0056-tests-run-on-what-is-built.md).
  testEnvironment: '<rootDir>/test/support/jest/native-environment.mjs',
  // Only for what hangs: no test is about time or has a limit of its own, and a busy machine may be ten times slower than a quiet one.
  testTimeout: process.env.KEYLEDGER_TEST_FULL === '1' ? 14_400_000 : 900_000,
  // What a suite loaded is never given back: after a hundred of them, most of a worker's time would be spent collecting garbage.
  workerIdleMemoryLimit: '512MB',
  testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [],
  transform: {
    '/(dist|node_modules)/(?!jest|@jest/|expect/|pirates/).*\\.[cm]?js$': '<rootDir>/test/support/jest/native-modules.mjs',
    '\\.ts$': typescript,
  },
};
