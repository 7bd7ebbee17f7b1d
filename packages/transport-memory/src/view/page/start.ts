/**
 * Puts the page together: reads the record out of the document, and draws anew, once a frame of the
 * screen at most, whenever something else is looked at. Nothing is fetched, nothing is kept.
 */
import type { RunRecord } from '../run-record.ts'
import { Chart } from './chart/index.ts'
import {
  listenOnChart,
  listenOnOverview,
  listenToKeys,
  showChips,
  showHelp,
} from './controls/index.ts'
import { find } from './elements.ts'
import { showHeading } from './heading.ts'
import { runOf, Viewer } from '../model/index.ts'
import { Overview } from './overview/index.ts'
import { Panel } from './panel/index.ts'
import { readPalette } from './picture/index.ts'

/** Makes the page work; called once, when the document is there. */
export function startPage(): void {
  const record = JSON.parse(find('record', HTMLScriptElement).text) as RunRecord
  const viewer = new Viewer(runOf(record))
  showHeading(viewer.run)
  const redraw = drawingOf(viewer)
  viewer.onChange(redraw)
  new ResizeObserver(redraw).observe(find('stage', HTMLElement))
  followTheme(redraw)
  showChips(find('filters', HTMLElement), viewer)
  listenToControls(viewer, redraw)
}

/** What draws everything anew. */
function drawingOf(viewer: Viewer): () => void {
  const [stage, bar] = [find('stage', HTMLElement), find('overview', HTMLCanvasElement)]
  const canvas = find('chart', HTMLCanvasElement)
  const chart = new Chart({ below: find('below', HTMLCanvasElement), above: canvas }, viewer)
  const overview = new Overview(bar, viewer)
  const panel = new Panel(find('panel', HTMLElement), viewer)
  const drawChart = (): void => {
    const palette = readPalette(document.documentElement)
    chart.draw(palette, { width: stage.clientWidth, height: stage.clientHeight })
  }
  const redraw = onceAFrame(() => {
    const palette = readPalette(document.documentElement)
    drawChart()
    overview.draw(palette, { width: bar.clientWidth, height: bar.clientHeight })
    panel.draw()
  })
  listenOnChart(viewer, { canvas, chart, redraw: onceAFrame(drawChart) })
  listenOnOverview(viewer, { canvas: bar, overview })
  return redraw
}

/** The same, at the next frame of the screen, however often it is asked for before. */
function onceAFrame(draw: () => void): () => void {
  let isAsked = false
  return () => {
    if (!isAsked)
      requestAnimationFrame(() => {
        isAsked = false
        draw()
      })
    isAsked = true
  }
}

function listenToControls(viewer: Viewer, redraw: () => void): void {
  const field = find('find', HTMLInputElement)
  field.addEventListener('input', () =>
    viewer.show({ ...viewer.filter, text: field.value.trim().toLowerCase() }),
  )
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' || key === 'Enter') field.blur()
  })
  const doings = {
    help: showHelp(find('help', HTMLDialogElement)),
    find: () => field.focus(),
    theme: () => {
      turnTheme()
      redraw()
    },
  }
  listenToKeys(viewer, doings)
  const clicks: readonly (readonly [string, () => void])[] = [
    ['before', () => viewer.toInteresting(-1)],
    ['next', () => viewer.toInteresting(1)],
    ['closer', () => viewer.zoom(0.5)],
    ['further', () => viewer.zoom(2)],
    ['fit', () => viewer.fit()],
    ['theme', doings.theme],
    ['keys', doings.help],
  ]
  for (const [id, act] of clicks) find(id, HTMLButtonElement).addEventListener('click', act)
}

/** Light or dark, as the reader's system is and whenever it changes. */
function followTheme(redraw: () => void): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = (): void => {
    document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light'
    redraw()
  }
  dark.addEventListener('change', follow)
  follow()
}

/** Light where it was dark, and the other way round. */
function turnTheme(): void {
  const { dataset } = document.documentElement
  dataset['theme'] = dataset['theme'] === 'dark' ? 'light' : 'dark'
}
