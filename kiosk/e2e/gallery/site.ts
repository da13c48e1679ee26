// The built pages on a free port of loopback, once for all test files.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile, preview, type InlineConfig } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the pages are served. */
    address: string
  }
}

const top = fileURLToPath(new URL('../..', import.meta.url))

/** The content security policy that pages must live with; pdf.js needs its decoders (JBIG2, CCITT, JPEG 2000) as WebAssembly. */
const policy = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' blob:", "media-src 'self' blob:", "font-src 'self'",
  "connect-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ')

/** Builds the surfaces and the gallery as the release is built, but for precompression, and serves them until the last test is over. */
export default async function (project: TestProject) {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, `${top}/vite.config.ts`)
  const config = loaded!.config
  const folder = mkdtempSync(join(tmpdir(), 'bidroom-gallery-'))
  const plugins = (config.plugins as { name?: string }[]).filter((plugin) => plugin.name !== 'bidroom:precompress')
  const input = { ...(config.build!.rolldownOptions!.input as Record<string, string>), gallery: `${top}/e2e/gallery/index.html` }
  const common: InlineConfig = { ...config, plugins: plugins as InlineConfig['plugins'], root: top, configFile: false, logLevel: 'error' }
  await build({ ...common, build: { ...config.build, outDir: folder, rolldownOptions: { input } } })
  const server = await preview({ ...common, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0, proxy: {}, headers: { 'Content-Security-Policy': policy } } })
  project.provide('address', server.resolvedUrls!.local[0]!.replace(/\/$/, ''))
  return async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}
