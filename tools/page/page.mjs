// The page that shows a run, as one file: its markup with its style and its script inside, and a
// policy that lets nothing else in. Alone it fails when the committed page is another than its
// sources make; `--write` makes it.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { linked } from './link.mjs'

const folder = 'packages/transport-memory'
const page = join(folder, 'page.html')
const { entry } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).page
const sources = join(folder, dirname(entry).replace(/^\.?\/?dist/, 'src'))

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageText() {
  const script = linked(join(folder, entry), 'startPage()')
  const style = readFileSync(join(sources, 'page.css'), 'utf8')
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}`
  const parts = { policy, style, script, record: '{{record}}' }
  const markup = readFileSync(join(sources, 'page.html'), 'utf8')
  return markup.replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part])
}

const text = pageText()
if (process.argv.includes('--write')) writeFileSync(page, text)
else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.log(`${page} is another than its sources make: npm run page`)
  process.exitCode = 1
}
