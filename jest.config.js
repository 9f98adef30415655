/** Jest in ESM mode on TypeScript run directly: types are stripped by Node itself, nothing is compiled. */
export default {
  rootDir: '.',
  roots: [
    '<rootDir>/gateway',
    '<rootDir>/subgraphs',
    '<rootDir>/schema',
    '<rootDir>/packages',
    '<rootDir>/cli',
    '<rootDir>/lint',
    '<rootDir>/test',
  ],
  testMatch: ['**/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/packages/testing/src/stripTypes.cjs' },
  testEnvironment: '<rootDir>/packages/testing/src/environment.ts',
  testSequencer: '<rootDir>/packages/testing/src/sequencer.mjs',
  reporters: ['default', '<rootDir>/packages/testing/src/reporter.ts'],
  globalSetup: '<rootDir>/packages/testing/src/globalSetup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/globalTeardown.ts',
  // Far beyond what any test needs, so that only what hangs is ended, on a busy machine too.
  testTimeout: 600_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
};
