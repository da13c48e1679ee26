import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Every component in real Chromium: what only a browser can show.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['e2e/gallery/*.browser.ts'], globalSetup: 'e2e/gallery/site.ts', testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
})
