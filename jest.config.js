import { availableParallelism } from 'node:os';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
      },
    ],
  },
  modulePathIgnorePatterns: ['/\\.serverless/', '/\\.esbuild/', '/\\.venv/'],
};

export default {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/tests/unit/**/*.test.ts'] },
    {
      ...base,
      displayName: 'contract',
      testMatch: ['<rootDir>/tests/contract/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/support/emulator-setup.ts',
      globalTeardown: '<rootDir>/tests/support/emulator-teardown.ts',
    },
    {
      ...base,
      displayName: 'faults',
      testMatch: ['<rootDir>/tests/faults/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/support/faults-setup.ts',
      globalTeardown: '<rootDir>/tests/support/faults-teardown.ts',
    },
    {
      ...base,
      displayName: 'system',
      testMatch: [
        '<rootDir>/tests/api/**/*.test.ts',
        '<rootDir>/tests/e2e/**/*.test.ts',
        '<rootDir>/tests/fuzz/**/*.test.ts',
      ],
      globalSetup: '<rootDir>/tests/support/system-setup.ts',
      globalTeardown: '<rootDir>/tests/support/system-teardown.ts',
    },
  ],
  testSequencer: '<rootDir>/tests/support/sequencer.js',
  testTimeout: 60_000,
  // One more than cores, for some suites wait; but all system suites share one emulator, which more would only hold up.
  maxWorkers: Math.min(4, availableParallelism() + 1),
};
