export default {
  testEnvironment: 'node',
  // Only for what hangs: no test is about time or has a limit of its own, and a busy machine may be ten times slower than a quiet one.
  testTimeout: process.env.KEYLEDGER_TEST_FULL === '1' ? 14_400_000 : 900_000,
  // What a suite loaded is never given back: after a hundred of them, most of a worker's time would be spent collecting garbage.
  workerIdleMemoryLimit: '512MB',
  testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.stryker-tmp'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'development'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
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
    ],
  },
};
