import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const timed = ['e2e/gallery/playback.browser.ts', 'e2e/gallery/parts.browser.ts']

// Every component in real Chromium: what only a browser can show. What holds
// times has the machine for itself, after the others.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 5000, interval: 20 } },
    globalSetup: 'e2e/gallery/site.ts',
    projects: [
      { extends: true, test: { name: 'looks', include: ['e2e/gallery/*.browser.ts'], exclude: timed, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: 'timed', include: timed, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
  },
})
