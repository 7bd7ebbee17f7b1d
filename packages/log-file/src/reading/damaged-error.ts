/**
 * Damage as an error for a person: which segment, where in its file, and the first entry of the log
 * that cannot be read.
 */
import { FsError } from '@quorate/core'
import { logName, segmentName } from '../format/index.ts'
import type { Damage } from './log-content.ts'

export function damagedError(log: number, { segment, at, entry, detail }: Damage): FsError {
  const file = `${logName(log)}/${segmentName(segment)}`
  return new FsError('damaged', `${file} is damaged at byte ${at}, entry ${entry}: ${detail}`)
}
