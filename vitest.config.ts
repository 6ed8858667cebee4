import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/fixtures/**', '**/node_modules/**'],
    globalSetup: ['test/services.setup.ts'],
    pool: 'threads',
    // Most tests wait for servers and browsers: two at once halve the time on two cores; three brought nothing (browsers keep both busy).
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A page on a busy machine draws later than the second that polling gives by default.
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts', 'src/audit/**/*.ts', 'src/areas/*/question.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary'],
      thresholds: { lines: 80, functions: 80, branches: 70 },
    },
  },
})
