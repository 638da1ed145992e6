import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The oracles carry their own packages and the editor suite runs inside VS Code; each is a stage of its own.
    exclude: ['**/node_modules/**', 'test/fixtures/**', 'test/projects/**', 'test/oracles/**', 'test/editor/**', '.vscode-test/**'],
    testTimeout: 20_000,
    allowOnly: false,
    passWithNoTests: false,
  },
});
