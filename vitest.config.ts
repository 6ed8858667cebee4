import { defineConfig } from 'vitest/config'

const never = ['**/fixtures/**', '**/node_modules/**']
/** Measured by their own tests alone, in a run that counts lines (it makes every test a third slower). */
const deciding = [
  'src/{core,audit}/**/*.test.ts',
  'src/areas/remotes.test.ts',
  'src/areas/**/*{question,doors,probe}.test.ts',
]
/** Areas that read and decide: their tests start nothing that another one would meet, so they share what has been loaded (half their time). */
const sharing = [
  'src/{analysis,knowledge}/**/*.test.ts',
  'src/areas/{code,fraud,platform,screening}/**/*.test.ts',
  // One folder asks a database of the run.
  'src/areas/malware/!(database)/**/*.test.ts',
  'src/areas/malware/*.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'deciding', include: deciding, exclude: never, globalSetup: ['test/services.setup.ts'] },
      },
      {
        extends: true,
        test: { name: 'sharing', include: sharing, exclude: [...never, ...deciding], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['{src,test,examples}/**/*.test.ts'],
          exclude: [...never, ...sharing, ...deciding],
          globalSetup: ['test/services.setup.ts'],
        },
      },
    ],
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
