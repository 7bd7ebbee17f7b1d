/**
 * The files that `quorate sim` writes: whether they can be written is found out before anything
 * runs, not after.
 */
import { statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { columnsOf, htmlOf, type RunRecord, shivizOf } from '@quorate/transport-memory'
import type { Output } from '../commands/surroundings.ts'
import type { SimViews } from './sim-options.ts'

/** What was asked for cannot be read or written. */
export class SimInputError extends Error {
  override readonly name: string = 'SimInputError'
}

const views: { readonly [View in keyof SimViews]-?: ((record: RunRecord) => string) | undefined } =
  {
    html: htmlOf,
    trace: (record) => columnsOf(record),
    shiviz: (record) => shivizOf(record),
    json: undefined,
  }
const names = ['html', 'trace', 'shiviz', 'json'] as const

/** @throws SimInputError naming the option whose file has no folder. */
export function checkViews(options: SimViews): void {
  for (const name of names) {
    const file = options[name]
    if (file === undefined || file === standardOutput) continue
    if (!isFolder(dirname(file)) || isFolder(file))
      throw new SimInputError(`--${name} ${file} cannot be written: there is no such folder`)
  }
}

export const standardOutput = '-'

/** Whether a run has to be shown somewhere. */
export const wantsRun = (options: SimViews): boolean =>
  names.some((name) => views[name] !== undefined && options[name] !== undefined)

/** Shows a run wherever it is to be shown. */
export function writeViews(record: RunRecord, options: SimViews, output: Output): void {
  for (const name of names) {
    const [file, view] = [options[name], views[name]]
    if (file === undefined || view === undefined) continue
    if (file === standardOutput) output.write(view(record).trimEnd())
    else writeFileSync(file, view(record))
  }
}

export const writeJson = (file: string, content: object): void =>
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
