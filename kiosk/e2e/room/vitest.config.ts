import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The cameras of a room, and a server that is killed while they run: against the
// real binary.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['e2e/room/*.browser.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false, bail: 1, reporters: ['verbose'] },
})
