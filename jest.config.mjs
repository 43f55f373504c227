/**
 * One Jest for three kinds of tests, distinguished by file name: .spec (pure), .contract (real Kafka and PostgreSQL),
 * .e2e (the whole stack).
 */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['test', 'node', 'node-addons'] },
  globalSetup: '<rootDir>/scripts/end-with-parent.mjs',
  // Patterns do not contain the path of the project folder, whose name may have special characters.
  testRegex: ['\\.(spec|contract|e2e)\\.ts$'],
  modulePathIgnorePatterns: [`^${RegExp.escape(import.meta.dirname)}/(dist|\\.eventstage)/`],
};
