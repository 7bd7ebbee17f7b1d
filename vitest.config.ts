import { defineConfig } from 'vitest/config'

// Packages resolve each other's sources through the "source" condition: tests need no build.
export default defineConfig({
  resolve: { conditions: ['source', 'node', 'import'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import'] } },
  test: {
    include: ['{packages,examples,bench,tools}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    // CI has two cores; by itself vitest would leave one of them idle.
    maxWorkers: 2,
  },
})
