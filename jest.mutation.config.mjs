import config from './jest.config.mjs';

/** The specifications of what is mutated, and nothing that starts a server. */
export default { ...config, testMatch: ['<rootDir>/libs/domain/**/*.spec.ts', '<rootDir>/test/credentials/**/*.spec.ts'] };
