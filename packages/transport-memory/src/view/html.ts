/**
 * A run as one HTML file that needs nothing else: no network, no server, no other file. The page
 * itself is made when the package is built (`npm run page`); here the record is put into it, so
 * written that no text of a run can end the element it stands in.
 */
import { readFileSync } from 'node:fs'
import type { RunRecord } from './run-record.ts'

/** Beside `src` and `dist`, so it is found from either. */
const page: URL = new URL('../../page.html', import.meta.url)
const place = '{{record}}'

/**
 * The page that shows this run: a space-time diagram to scrub through, zoom and filter. Write it to
 * a file and open it. As large as the record's JSON and some 80 KB.
 */
export function htmlOf(record: RunRecord): string {
  const [before = '', after = ''] = readFileSync(page, 'utf8').split(place)
  return before + JSON.stringify(record).replaceAll('<', '\\u003c') + after
}
