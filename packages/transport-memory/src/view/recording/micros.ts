/** Virtual milliseconds as the whole microseconds of a record's rows. */
import type { Micros } from '../run-record.ts'

export const micros = (ms: number): Micros => Math.round(ms * 1000)
