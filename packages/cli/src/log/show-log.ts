/**
 * `quorate log FOLDER`: the entries of a log in the order of the log, one line each. What does not
 * hold is told as trouble, and makes the exit code 1; what can be read is shown all the same.
 */
import { compareEntries, type LogEntry } from '@quorate/core'
import type { LogReading } from '@quorate/log-file'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { entryAsPlain, eventAsPlain } from '../json/entry.ts'
import { meaningOf } from './entries.ts'

export interface ShowOptions {
  readonly json?: boolean
}

export function showLog(
  reading: LogReading,
  { json = false }: ShowOptions,
  { output, errors }: Pick<Surroundings, 'output' | 'errors'>,
): ExitCode {
  const { entries, troubles } = meaningOf(reading.entries)
  const lineOf = json ? jsonLine : textLine
  for (const entry of entries.toSorted(compareEntries)) output.write(lineOf(entry))
  const all = [...(reading.damage === undefined ? [] : [reading.damage.message]), ...troubles]
  for (const trouble of all) errors.write(trouble)
  return all.length === 0 ? 0 : 1
}

const jsonLine = (entry: LogEntry): string => JSON.stringify(entryAsPlain(entry))

function textLine(entry: LogEntry): string {
  const { event, stream, seq, hlc } = entry
  const named = Object.entries(eventAsPlain(event)).filter(([name]) => name !== 'kind')
  const fields = Object.fromEntries(named)
  const time = new Date(hlc.l).toISOString()
  return `${time} ${stream.slice(0, 8)} ${seq} ${event.kind} ${JSON.stringify(fields)}`
}
