// What every surface of the test has in common: a page that may not fail
// unseen, and the deeds that must be held or typed.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { like, zh } from './words'

export class Window {
  /** What the page itself reported as wrong. */
  readonly errors: string[] = []

  protected constructor(
    readonly name: string,
    readonly page: Page,
    private readonly closing: { close(): Promise<void> },
  ) {
    page.on('pageerror', (error) => this.errors.push(`${name}: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      // What the network refused is told by the page's own words, and by the step that waits for them.
      if (/Permissions-Policy/.test(message.text())) this.errors.push(`${name}: ${message.text()}`) // only a warning, but on every page
      else if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) this.errors.push(`${name}: ${message.text()}`)
    })
  }

  protected static async context(browser: Browser, size: { width: number; height: number }): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: size, locale: 'zh-CN', acceptDownloads: true })
    context.setDefaultTimeout(60_000)
    return context
  }

  button(key: string, args: Record<string, string | number> = {}): Locator {
    return this.page.getByRole('button', { name: zh(key, args), exact: true })
  }

  text(key: string, args: Record<string, string | number> = {}): Locator {
    return this.page.getByText(like(key, args))
  }

  /** field is what is filled in beside a label's words. */
  field(key: string): Locator {
    return this.label(key).locator('input')
  }

  /** choose takes an option of the list beside a label's words. */
  async choose(key: string, option: string): Promise<void> {
    await this.label(key).locator('.el-select').click()
    await this.page.getByRole('option', { name: option, exact: true }).filter({ visible: true }).click()
  }

  private label(key: string): Locator {
    return this.page.locator('label').filter({ has: this.page.getByText(zh(key), { exact: true }) })
  }

  /** hold holds the button of an open question until the deed is done. */
  async hold(name: string | RegExp): Promise<void> {
    const dialog = this.page.getByRole('dialog').filter({ visible: true })
    const button = dialog.getByRole('button', { name })
    await button.hover()
    await this.page.mouse.down()
    await button.waitFor({ state: 'detached' })
    await this.page.mouse.up()
  }

  /** deed does what a button names, with its question: held, or typed. */
  async deed(name: string, { reason, typed }: { reason?: string; typed?: string } = {}): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click()
    const dialog = this.page.getByRole('dialog').filter({ visible: true })
    if (reason) {
      await dialog.getByRole('textbox').fill(reason)
      await dialog.getByRole('button', { name: zh('shared.reason.go') }).click()
    }
    if (!typed) return this.hold(name)
    await dialog.getByRole('textbox').fill(typed)
    const button = dialog.getByRole('button', { name })
    await button.click()
    await button.waitFor({ state: 'detached' })
  }

  close(): Promise<void> {
    return this.closing.close()
  }
}
