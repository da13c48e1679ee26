// A bid's file as pages: opened over HTTP ranges, so that page 300 of a large
// file is there at once. pdf.js comes in its own chunk when first needed.
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy, PDFWorker, RenderTask, TextLayer } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

declare const __PDF_ASSETS__: string // where the build has put pdf.js's data files

/** A heading of the file's own table of contents. */
export interface Heading {
  title: string
  depth: number
  page: number // counted from 1
}

/** A place where a search was found. */
export interface Hit {
  page: number
  before: string
  match: string
  after: string
}

const aroundHit = 14 // characters of context on either side

const patienceMs = 2000
let spare: PDFWorker | null = null

/** giveBack ends the reading of a file. Its worker is kept for the next one, for which another would have a megabyte to compile; one that does not let the file go is ended. */
async function giveBack(task: PDFDocumentLoadingTask, worker: PDFWorker) {
  const stuck = setTimeout(() => worker.destroy(), patienceMs)
  await task.destroy().catch(() => undefined) // what it was still reading is of no more use
  clearTimeout(stuck)
  if (spare || worker.destroyed) worker.destroy()
  else spare = worker
}

/** BidFile is an open PDF. */
export class BidFile {
  private readonly texts = new Map<number, string>()

  private constructor(
    private readonly pdfjs: typeof import('pdfjs-dist'),
    private readonly document: PDFDocumentProxy,
    private readonly worker: PDFWorker,
  ) {}

  /** open opens the file at url, with headers that show who reads. It throws pdf.js's exceptions for what is no PDF. */
  static async open(url: string, headers: Record<string, string>): Promise<BidFile> {
    const pdfjs = await import('pdfjs-dist')
    pdfjs.GlobalWorkerOptions.workerSrc = workerUrl
    const worker = spare ?? new pdfjs.PDFWorker()
    spare = null
    const task = pdfjs.getDocument({
      worker,
      url,
      httpHeaders: headers,
      disableAutoFetch: true,
      disableStream: true,
      cMapUrl: `${__PDF_ASSETS__}cmaps/`,
      cMapPacked: true,
      iccUrl: `${__PDF_ASSETS__}iccs/`,
      standardFontDataUrl: `${__PDF_ASSETS__}standard_fonts/`,
      wasmUrl: `${__PDF_ASSETS__}wasm/`,
    })
    try {
      return new BidFile(pdfjs, await task.promise, worker)
    } catch (error) {
      void giveBack(task, worker)
      throw error
    }
  }

  get pages(): number {
    return this.document.numPages
  }

  close() {
    void giveBack(this.document.loadingTask, this.worker)
  }

  /** draw draws a page, numbered from 1, `width` CSS pixels wide. */
  async draw(page: number, width: number, canvas: HTMLCanvasElement, textBox: HTMLElement): Promise<DrawnPage> {
    const proxy = await this.document.getPage(page)
    return DrawnPage.draw(this.pdfjs, proxy, width, canvas, textBox)
  }

  /** outline returns the file's table of contents in reading order, none if it has none. */
  async outline(): Promise<Heading[]> {
    const headings: Heading[] = []
    const walk = async (items: Awaited<ReturnType<PDFDocumentProxy['getOutline']>> | undefined, depth: number) => {
      for (const item of items ?? []) {
        headings.push({ title: item.title, depth, page: await this.pageOf(item.dest) })
        await walk(item.items, depth + 1)
      }
    }
    await walk(await this.document.getOutline(), 0)
    return headings.filter(({ page }) => page > 0)
  }

  /** search gives every place of the text `query`, page by page, until the signal stops it; spaces do not matter. */
  async *search(query: string, signal: AbortSignal): AsyncGenerator<Hit> {
    const wanted = squeezed(query)
    if (!wanted) return
    for (let page = 1; page <= this.pages; page++) {
      const text = await this.text(page)
      if (signal.aborted) return
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const end = at + wanted.length
        yield { page, before: text.slice(Math.max(0, at - aroundHit), at), match: text.slice(at, end), after: text.slice(end, end + aroundHit) }
      }
    }
  }

  private async text(page: number): Promise<string> {
    const kept = this.texts.get(page)
    if (kept !== undefined) return kept
    const { items } = await (await this.document.getPage(page)).getTextContent()
    const text = squeezed(items.map((item) => ('str' in item ? item.str : '')).join(''))
    this.texts.set(page, text)
    return text
  }

  /** pageOf returns the page, counted from 1, that a destination names; 0 if it names none of this file. */
  private async pageOf(dest: string | unknown[] | null): Promise<number> {
    const explicit = typeof dest === 'string' ? await this.document.getDestination(dest) : dest
    const target: unknown = explicit?.[0]
    if (typeof target === 'number') return target + 1
    if (!target || typeof target !== 'object') return 0
    try {
      return (await this.document.getPageIndex(target as { num: number; gen: number })) + 1
    } catch {
      return 0 // a reference to a page that the file does not have
    }
  }
}

/** DrawnPage is one page on a canvas with its text over it, for selecting and marking. */
export class DrawnPage {
  private constructor(
    private readonly rendering: RenderTask,
    private readonly layer: TextLayer,
    readonly done: Promise<void>,
  ) {
    done.catch(() => undefined) // whoever cancels a page need not wait for it
  }

  static draw(pdfjs: typeof import('pdfjs-dist'), page: PDFPageProxy, width: number, canvas: HTMLCanvasElement, textBox: HTMLElement): DrawnPage {
    const scale = width / page.getViewport({ scale: 1 }).width
    const viewport = page.getViewport({ scale })
    const ratio = Math.max(1, devicePixelRatio)
    canvas.width = Math.floor(viewport.width * ratio)
    canvas.height = Math.floor(viewport.height * ratio)
    canvas.style.width = `${viewport.width}px`
    canvas.style.height = `${viewport.height}px`
    const rendering = page.render({ canvas, viewport, transform: ratio === 1 ? undefined : [ratio, 0, 0, ratio, 0, 0] })
    textBox.replaceChildren()
    textBox.style.setProperty('--total-scale-factor', String(scale))
    const layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: textBox, viewport })
    return new DrawnPage(rendering, layer, Promise.all([rendering.promise, layer.render()]).then(() => undefined))
  }

  /** cancel stops drawing; done is then rejected. */
  cancel() {
    this.rendering.cancel()
    this.layer.cancel()
  }

  /** mark highlights every piece of text that has part of a match of query, and returns the first. */
  mark(query: string): HTMLElement | null {
    const pieces = this.layer.textDivs
    const wanted = squeezed(query)
    const text = pieces.map((piece) => squeezed(piece.textContent ?? ''))
    const all = text.join('')
    let first: HTMLElement | null = null
    let start = 0
    pieces.forEach((piece, i) => {
      const end = start + text[i]!.length
      const found = wanted !== '' && end > start && overlaps(all, wanted, start, end)
      piece.classList.toggle('found', found)
      if (found) first ??= piece
      start = end
    })
    return first
  }
}

/** overlaps reports whether a match of wanted in all has a character from start up to end. */
function overlaps(all: string, wanted: string, start: number, end: number): boolean {
  const at = all.indexOf(wanted, Math.max(0, start - wanted.length + 1))
  return at >= 0 && at < end
}

/** squeezed leaves out spaces and differences of width and case: a PDF sets Chinese text apart as it likes. */
export function squeezed(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}
