/**
 * Chromium for the test of the page: the one that `npm test` found (CHROMIUM_BIN), else the first
 * on PATH. Must never skip a test: without a browser it fails and says how to get one. Counts what
 * the page asks of the network and what it complains of.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'Chromium']
const foldersOffPath = ['/usr/bin', '/Applications/Chromium.app/Contents/MacOS']

const howTo = `Chromium was not found. Do one of:
  - apt-get install chromium             (Debian)
  - brew install --cask chromium         (macOS)
  - set CHROMIUM_BIN to the path of a Chromium or Chrome binary`

/** Nothing of its own on the network, no sandbox (there is none for root), no first-run pages. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findChromium(): string {
  const given = process.env['CHROMIUM_BIN']
  if (given && isExecutable(given)) return given
  if (given) throw new Error(`CHROMIUM_BIN is ${given}, which is no executable file\n${howTo}`)
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...foldersOffPath]
  const files = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const found = files.find(isExecutable)
  if (found === undefined) throw new Error(howTo)
  return found
}

/** A browser of its own, with a profile that is gone when it is closed. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: quiet })

/** A page, and what must stay empty. */
export interface Watched {
  readonly page: Page
  readonly requests: string[]
  readonly complaints: string[]
}

/** The file in a page that has no network. */
export async function openFile(browser: Browser, file: string): Promise<Watched> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1400, height: 800 },
    colorScheme: 'light',
  })
  const page = await context.newPage()
  const watched: Watched = { page, requests: [], complaints: [] }
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) watched.requests.push(request.url())
  })
  page.on('console', (message) => watched.complaints.push(message.text()))
  page.on('pageerror', (error) => watched.complaints.push(error.message))
  await page.goto(`file://${file}`)
  await page.locator('#below[data-frames]').waitFor({ state: 'attached' })
  return watched
}
