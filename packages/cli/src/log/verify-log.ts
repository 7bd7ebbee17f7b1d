/**
 * `quorate log verify FOLDER`: reads every record of a log and says what does not hold: checksums
 * before the durable mark, what the entries mean, their order and their hash chains.
 */
import type { LogReading, SegmentReading } from '@quorate/log-file'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { meaningOf } from './entries.ts'

export function verifyLog(
  { folder, identity, segments, entries, damage }: LogReading,
  { output, errors }: Pick<Surroundings, 'output' | 'errors'>,
): ExitCode {
  if (folder === undefined) {
    output.write('there is no log in this folder')
    return 0
  }
  const { store = '?', cluster = '?' } = identity ?? {}
  output.write(`${folder}: store ${store}, cluster ${cluster}`)
  for (const segment of segments) output.write(segmentLine(segment))
  const { streams, troubles } = meaningOf(entries)
  const all = [...(damage === undefined ? [] : [damage.message]), ...troubles]
  for (const trouble of all) errors.write(trouble)
  const verdict = all.length === 0 ? 'everything holds' : `${all.length} things do not hold`
  output.write(`${entries.length} entries in ${streams} streams: ${verdict}`)
  return all.length === 0 ? 0 : 1
}

function segmentLine({ name, entries, end, durableTo, tailBytes }: SegmentReading): string {
  const tail = tailBytes === 0 ? '' : `, then ${tailBytes} bytes of a write that is not complete`
  return `  ${name}: ${entries} entries, ${end} bytes, marked durable to ${durableTo}${tail}`
}
