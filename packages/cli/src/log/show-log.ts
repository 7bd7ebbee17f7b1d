/**
 * `quorate log FOLDER`: the entries of a log in the order of the log, one line each. What does not
 * hold is told as trouble, and makes the exit code 1; what can be read is shown all the same.
 */
import { compareEntries, type LogEntry } from '@quorate/core'
import type { LogReading } from '@quorate/log-file'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { entryAsPlain } from '../json/entry.ts'
import { coloursOf } from '../reports/screen.ts'
import { meaningOf } from './entries.ts'
import { StoreNames, textLine } from './lines.ts'
import { writeTaken } from './taken-lines.ts'

export interface ShowOptions {
  readonly json?: boolean
}

export async function showLog(
  reading: LogReading,
  { json = false }: ShowOptions,
  { output, errors }: Pick<Surroundings, 'output' | 'errors'>,
): Promise<ExitCode> {
  const { entries, troubles } = meaningOf(reading.entries)
  const ordered = entries.toSorted(compareEntries)
  const names = new StoreNames()
  const colours = coloursOf(output)
  for (const entry of ordered) names.learn(entry)
  await writeTaken(
    output,
    ordered.map((entry) => (json ? jsonLine(entry) : textLine(entry, names, colours))),
  )
  const all = [...(reading.damage === undefined ? [] : [reading.damage.message]), ...troubles]
  for (const trouble of all) errors.write(trouble)
  return all.length === 0 ? 0 : 1
}

export const jsonLine = (entry: LogEntry): string => JSON.stringify(entryAsPlain(entry))
