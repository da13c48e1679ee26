// What the build of the pages adds to Vite: a dist folder that keeps its
// committed placeholder, pdf.js's own data files, and precompressed copies.
import { createReadStream } from 'node:fs'
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, normalize, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Connect, Plugin, ResolvedConfig } from 'vite'

const pdfjs = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
const pdfVersion: string = createRequire(import.meta.url)('pdfjs-dist/package.json').version

// What pdf.js loads by address while it draws: character maps for CJK text without embedded maps, the
// standard fonts, colour profiles, and decoders for JPEG 2000 and JBIG2 scans. The version in the path lets them be cached for good.
const pdfFolders = ['cmaps', 'iccs', 'standard_fonts', 'wasm']

/** Serves pdf.js's data files in development and copies them into the build, under /assets/pdf/VERSION/. */
export function pdfAssets(): Plugin {
  const base = `/assets/pdf/${pdfVersion}/`
  let config: ResolvedConfig
  return {
    name: 'bidroom:pdf-assets',
    config: () => ({ define: { __PDF_ASSETS__: JSON.stringify(base) } }),
    configResolved(resolved) {
      config = resolved
    },
    configureServer(server) {
      server.middlewares.use(base, (request, response, next) => {
        const path = normalize(decodeURIComponent(request.url ?? '/'))
        if (!pdfFolders.some((folder) => path.startsWith(`/${folder}/`))) return next()
        createReadStream(join(dirname(pdfjs), path)).on('error', next).pipe(response)
      })
    },
    async writeBundle() {
      for (const folder of pdfFolders) {
        await cp(join(dirname(pdfjs), folder), join(resolve(config.root, config.build.outDir), base, folder), {
          recursive: true,
        })
      }
    },
  }
}

/** Answers, in development and preview, every address of a surface with the surface's page, as the server does. */
export function surfacePaths(): Plugin {
  const rewrite: Connect.NextHandleFunction = (request, _, next) => {
    const surface = /^\/(kiosk|desk|wall)(?=[/?]|$)[^.]*$/.exec(request.url ?? '')?.[1]
    if (surface) request.url = `/${surface}.html`
    next()
  }
  return {
    name: 'bidroom:surface-paths',
    configureServer: ({ middlewares }) => void middlewares.use(rewrite),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(rewrite),
  }
}

/** Empties dist before a build, all but the placeholder that is committed. */
export function clearDist(): Plugin {
  let dist: string
  return {
    name: 'bidroom:clear-dist',
    apply: 'build',
    configResolved(config) {
      dist = resolve(config.root, config.build.outDir)
    },
    async buildStart() {
      for (const name of await readdir(dist)) {
        if (name !== 'placeholder.html') await rm(join(dist, name), { recursive: true })
      }
    },
  }
}

const compressible = new Set(['.js', '.mjs', '.css', '.html', '.svg', '.json', '.bcmap'])
const leastBytes = 1024 // below this a header costs more than compression saves

/** Writes a .br and a .gz beside every text file of the build that gets smaller by it. */
export function precompress(): Plugin {
  let dist: string
  return {
    name: 'bidroom:precompress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      dist = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      for (const entry of await readdir(dist, { recursive: true })) {
        const path = join(dist, entry)
        if (!compressible.has(extname(path)) || basename(path) === 'placeholder.html') continue
        if (!(await stat(path)).isFile()) continue
        const plain = await readFile(path)
        if (plain.length < leastBytes) continue
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
        await writeFile(`${path}.br`, await promisify(brotliCompress)(plain, quality))
        await writeFile(`${path}.gz`, await promisify(gzip)(plain, { level: 9 }))
      }
    },
  }
}
