import config from './jest.config.mjs';

const { '\\.ts$': typescript } = config.transform;

/** The specifications of what is mutated, and nothing that starts a server. They run on the sources, which is where the mutants are. */
export default {
  ...config,
  testMatch: ['<rootDir>/libs/domain/**/*.spec.ts', '<rootDir>/test/credentials/**/*.spec.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'development'] },
  modulePathIgnorePatterns: [...config.modulePathIgnorePatterns, '<rootDir>/dist'],
  transformIgnorePatterns: ['/node_modules/'],
  transform: { '\\.ts$': typescript },
};
