import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, openFile } from './chromium.fixture.ts'
import type { Watched } from './chromium.fixture.ts'
import { htmlOf } from './html.ts'
import { playScene } from './scene.fixture.ts'

const failure = { atMs: 115_000, invariant: 'S12', detail: 'a write </script> was lost' }

/** Everything these tests leave on the disk, the browser's profile included. */
const folder = mkdtempSync(join(tmpdir(), 'quorate-page-'))
const file = join(folder, 'run.html')
let browser: Browser
let watched: Watched

const { TMPDIR } = process.env

beforeAll(async () => {
  process.env['TMPDIR'] = folder
  writeFileSync(file, htmlOf(await playScene({ failure })))
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  if (TMPDIR === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = TMPDIR
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  watched = await openFile(browser, file)
})

afterEach(async () => {
  await watched.page.context().close()
})

/** Until what was done shows: the page draws once a frame of the screen. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')

async function textOf(page: Page, selector: string): Promise<string> {
  await settled(page)
  return page.locator(selector).innerText()
}

async function countOf(page: Page, selector: string): Promise<number> {
  await settled(page)
  return page.locator(selector).count()
}

/** How many frames and marks the diagram shows. */
async function shownOn(page: Page): Promise<{ frames: number; marks: number }> {
  await settled(page)
  const below = page.locator('#below')
  const frames = Number(await below.getAttribute('data-frames'))
  return { frames, marks: Number(await below.getAttribute('data-marks')) }
}

/** How many different colours a picture has. */
const coloursOf = (page: Page, id: string): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.getElementById('${id}')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer)).size
  })()`)

const pressed = (page: Page, name: string): Promise<string | null> =>
  page.getByRole('button', { name }).getAttribute('aria-pressed')

describe('the page of a run', () => {
  it('draws members, messages and the failure, asks nothing and complains of nothing', async () => {
    const { page, requests, complaints } = watched
    expect(await textOf(page, '#verdict')).toBe('S12 at 1:55.000: a write </script> was lost')
    expect(await page.title()).toBe('A scene with everything in it · seed 42')
    for (const id of ['below', 'chart', 'overview'])
      expect(await coloursOf(page, id)).toBeGreaterThan(10)
    const shown = await shownOn(page)
    expect(shown.frames).toBeGreaterThan(500)
    expect(shown.marks).toBeGreaterThan(300)
    expect(await textOf(page, '#now')).toBe('1:55.000')
    expect(requests).toEqual([])
    expect(complaints).toEqual([])
  })

  it('scrubs by keyboard: what the members are changes with the time', async () => {
    const { page } = watched
    await page.keyboard.press('Home')
    expect(await textOf(page, '#now')).toBe('0:00.000')
    expect(await textOf(page, '.members tbody tr:nth-child(3)')).toContain('not there')
    await page.keyboard.press('ArrowRight')
    const first = await textOf(page, '#current')
    await page.keyboard.press('ArrowRight')
    expect(await textOf(page, '#current')).not.toBe(first)
    await page.keyboard.press('End')
    expect(await textOf(page, '#now')).toBe('2:00.000')
    expect(await textOf(page, '.members tbody tr:nth-child(3)')).toContain('operational')
    await page.keyboard.press('f')
    expect(await textOf(page, '#current')).toContain('failure: S12')
  })

  it('steps to what is interesting, both ways, and marks what changed', async () => {
    const { page } = watched
    await page.keyboard.press('Home')
    const seen = new Set<string>()
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('n')
      seen.add(await textOf(page, '#current'))
    }
    expect([...seen]).toContain('c joining')
    expect(await countOf(page, 'td.changed')).toBeGreaterThan(0)
    const last = await textOf(page, '.place')
    await page.keyboard.press('p')
    await page.keyboard.press('n')
    expect(await textOf(page, '.place')).toBe(last)
  })

  it('scrubs by the bar, which says when it is', async () => {
    const { page } = watched
    const bar = page.getByRole('slider')
    const box = await bar.boundingBox()
    const y = (box?.y ?? 0) + 30
    await page.mouse.move(300, y)
    await page.mouse.down()
    await settled(page)
    const early = Number(await bar.getAttribute('aria-valuenow'))
    await page.mouse.move(600, y, { steps: 4 })
    await page.mouse.up()
    await settled(page)
    const late = Number(await bar.getAttribute('aria-valuenow'))
    expect(late).toBeGreaterThan(early)
    expect(await bar.getAttribute('aria-valuetext')).toMatch(/^[01]:\d\d\.\d{3}, ./)
    expect(await textOf(page, '#now')).toBe((await bar.getAttribute('aria-valuetext'))?.slice(0, 8))
  })

  it('hides sorts of messages, members and marks, and shows routine when asked', async () => {
    const { page } = watched
    const all = await shownOn(page)
    expect(await pressed(page, 'probes')).toBe('false')
    await page.getByRole('button', { name: 'probes' }).click()
    const withProbes = await shownOn(page)
    expect(withProbes.frames).toBeGreaterThan(all.frames * 1.2)
    await page.getByRole('button', { name: 'entries' }).click()
    expect((await shownOn(page)).frames).toBeLessThan(withProbes.frames)
    await page.getByRole('button', { name: /^log/ }).click()
    const withoutLog = await shownOn(page)
    expect(withoutLog.marks).toBeLessThan(all.marks)
    await page.getByRole('button', { name: 'c', exact: true }).click()
    const withoutC = await shownOn(page)
    expect(withoutC.frames).toBeLessThan(withoutLog.frames)
    expect(withoutC.marks).toBeLessThan(withoutLog.marks)
    expect(await countOf(page, '.members tbody tr')).toBe(4)
  })

  it('finds by text, and takes no key as a command meanwhile', async () => {
    const { page } = watched
    const all = await shownOn(page)
    await page.keyboard.press('/')
    await page.keyboard.type('job-2')
    const found = await shownOn(page)
    expect(found.frames).toBe(0)
    expect(found.marks).toBeGreaterThan(0)
    expect(found.marks).toBeLessThan(all.marks)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    expect(await textOf(page, '#current')).toContain('job-2')
  })

  it('zooms by wheel and keys, and shows less', async () => {
    const { page } = watched
    const all = await shownOn(page)
    await page.mouse.move(600, 400)
    await page.mouse.wheel(0, -900)
    const closer = await shownOn(page)
    expect(closer.frames).toBeLessThan(all.frames)
    await page.keyboard.press('+')
    expect((await shownOn(page)).frames).toBeLessThan(closer.frames)
    await page.keyboard.press('0')
    expect(await shownOn(page)).toEqual(all)
  })

  it('selects what is clicked, on the diagram and in the list', async () => {
    const { page } = watched
    await page.keyboard.press('Home')
    await settled(page)
    await page.locator('.nearby button').nth(5).click()
    const chosen = await textOf(page, '.nearby [aria-current] span')
    expect(await textOf(page, '#current')).toBe(chosen)
    await page.locator('#chart').click({ position: { x: 500, y: 500 } })
    expect(await textOf(page, '#now')).not.toBe('0:00.000')
  })

  it('has help, a dark side, and a name for every control', async () => {
    const { page, complaints } = watched
    await page.keyboard.press('?')
    expect(await page.locator('dialog').getAttribute('open')).not.toBeNull()
    expect(await textOf(page, 'dialog')).toContain('next interesting step')
    await page.keyboard.press('Escape')
    const paper = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await paper()
    await page.keyboard.press('t')
    expect(await paper()).not.toBe(light)
    for (const button of await page.getByRole('button').all())
      expect(`${await button.innerText()}${await button.getAttribute('aria-label')}`).not.toBe('')
    expect(complaints).toEqual([])
  })
})
