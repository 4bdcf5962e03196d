/** `npm run test:faults` runs the long form of what `npm test` runs in its short form. */
export const isFullRun = process.env.KEYLEDGER_TEST_FULL === '1';
