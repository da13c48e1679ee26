import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The whole case, through every page, against the real binary: one step after
// the other, and none after one that failed.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['e2e/case/*.browser.ts'], testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false, bail: 1, reporters: ['verbose'] },
})
