import { defineConfig } from 'vitest/config'

/** What kills processes, cuts power and seeds bugs takes its time, and the machine. */
const LONG_SUITES = [
  'tests/suites/{chaos-*,damaged-files,disk-full,power-cut,seeded-bugs,simulation}.test.ts',
]

/** Unit tests sit beside the code; suites cross folders, start processes and run on both databases. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{contract,main,sync-server,renderer,electron,scripts,benchmarks}/**/*.test.{ts,tsx}',
            'tests/{tidy,protocol,device-faults}.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'suites',
          include: ['tests/suites/**/*.test.ts'],
          exclude: LONG_SUITES,
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'chaos',
          include: LONG_SUITES,
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
    ],
  },
})
