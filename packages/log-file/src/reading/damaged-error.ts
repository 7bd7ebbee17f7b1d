/**
 * Damage as an error for a person: which segment, where in its file, and the first entry of the log
 * that cannot be read.
 */
import { FsError } from '@quorate/core'
import { segmentName } from '../format/index.ts'
import type { Damage } from './log-content.ts'

export function damagedError(folder: string, { segment, at, entry, detail }: Damage): FsError {
  const file = `${folder}/${segmentName(segment)}`
  return new FsError('damaged', `${file} is damaged at byte ${at}, entry ${entry}: ${detail}`)
}
