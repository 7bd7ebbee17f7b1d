/**
 * [log-held]: how much memory an entry takes that came from another member, or that was written
 * here: decoded whole, for as long as the process lives. What a start makes of the same entry takes
 * less, see [log-start]. By these figures the defaults of `writes.logWarnEntries` and its like are
 * chosen.
 */
import type { LogEntry } from '@quorate/core'
import { nodeCrypto } from '@quorate/core'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { codec } from '../internal.ts'
import { operations, spreadOf } from '../measure.ts'
import { history } from './history.ts'
import { memoryTaken } from './memory.ts'

const entries = 100_000
/** What one entry may take so that the warning, at as many entries, comes below 256 MiB. */
const bytesWanted = 2_600

export const logHeld: Benchmark = {
  name: 'log-held',
  area: 'log',
  run: (effort) => Promise.resolve([heldBytes(effort)]),
}

function heldBytes(effort: Effort): Figure {
  const encoded = [...history(operations(entries, effort))]
  const { length } = encoded
  const taken = Array.from({ length: effort.runs }, () => {
    const before = memoryTaken()
    const held = decoded(encoded)
    const bytes = memoryTaken() - before
    return held.length === length ? bytes / length : Number.NaN
  })
  return {
    name: 'log-held',
    ...spreadOf(taken),
    unit: 'bytes/entry',
    target: { is: 'at-most', value: bytesWanted },
    note: 'decoded whole, its own bytes included, each naming one of another author',
  }
}

function decoded(encoded: readonly Uint8Array[]): readonly LogEntry[] {
  const crypto = nodeCrypto()
  return encoded.flatMap((bytes) => {
    const decoding = codec.decodeEntry(bytes, (of) => crypto.hash(of))
    return decoding.ok ? [decoding.entry] : []
  })
}
