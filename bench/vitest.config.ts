// npm run bench: measures and prints; asserts nothing about speed.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['bench/**/*.bench.ts'],
    pool: 'forks',
    // One after the other: each wants the machine for itself.
    fileParallelism: false,
    disableConsoleIntercept: true,
    reporters: ['default'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
