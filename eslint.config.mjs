import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.eventstage/', 'reports/', 'grafana/generated/', '**/*.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSNeverKeyword',
          message: '`as never` is assignable to everything: give the real type, or require less of it.',
        },
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
          message: '`as unknown as` converts anything: narrow the value, or require less of it (Pick).',
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Settings are read in one place: see libs/settings. requirements.mjs runs before any of our code can be imported.
    files: ['{apps,libs}/**/*.{ts,tsx,mjs}'],
    ignores: ['libs/settings/environment.ts', 'libs/runtime/install/requirements.mjs', '**/*.{spec,contract,e2e}.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'node:process',
          message: "Only '#settings' reads the environment; `process` is available without an import.",
        },
        {
          name: 'process',
          message: "Only '#settings' reads the environment; `process` is available without an import.",
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: "Only '#settings' reads the environment." },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);
