/**
 * `quorate log verify FOLDER`: reads every record of a log and says what was checked and what does
 * not hold: checksums before the durable mark, what the entries are, the hash chain of every
 * stream, and that clocks rise along streams and along what entries rest on.
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
  const ofTail = damage === undefined ? 'of a write that is not complete' : 'from the damage on'
  for (const segment of segments) output.write(segmentLine(segment, ofTail))
  const { streams, troubles } = meaningOf(entries)
  const all = [...(damage === undefined ? [] : [damage.message]), ...troubles]
  for (const trouble of all) errors.write(trouble)
  const many = `${counted(entries.length, 'entry', 'entries')} in ${counted(streams, 'stream')}`
  if (all.length === 0) output.write(`${many}: every checksum, hash chain and clock holds`)
  else output.write(`${many}: ${counted(all.length, 'thing does', 'things do')} not hold`)
  return all.length === 0 ? 0 : 1
}

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`

function segmentLine(segment: SegmentReading, ofTail: string): string {
  const { name, entries, end, durableTo, tailBytes } = segment
  const tail = tailBytes === 0 ? '' : `, then ${tailBytes} bytes ${ofTail}`
  const many = counted(entries, 'entry', 'entries')
  return `  ${name}: ${many}, ${end} bytes, marked durable to ${durableTo}${tail}`
}
