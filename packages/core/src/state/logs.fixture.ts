/**
 * Random logs for the fold's properties: four founding members say all that can be said, with
 * bases that are known, stale or missing.
 */
import fc from 'fast-check'
import type { ClusterEvent, LogEntry, StoreId } from '../model/index.ts'
import { addressOf, deleted, down, ejected, joined, put, Scribe, up } from './entries.fixture.ts'

const authors = ['a', 'b', 'c', 'd'] as const
const who = fc.constantFrom(...authors)
const key = fc.constantFrom('k', 'l', 'm')

/** What somebody says; a basis is the position of an earlier entry, from the end, or none. */
const saying = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('put'), by: who, key, basis: fc.nat({ max: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('delete'), by: who, key, basis: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('eject'), by: who, of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('join'), by: who, of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('down'), by: who, of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('up'), by: who, of: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('info'), by: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move'), by: who }) },
)

export type Saying = {
  readonly kind: string
  readonly by: string
  readonly key?: string
  readonly basis?: number
  readonly of?: string
}

function eventOf(said: Saying, log: readonly LogEntry[]): ClusterEvent {
  const of = said.of ?? ''
  const basis = log.filter((entry) => 'key' in entry.event && entry.event.key === said.key)
  const base = said.basis === 0 ? null : (basis.at(-(said.basis ?? 0)) ?? null)
  const fresh = `${log.length}`.padStart(8, '0').repeat(4)
  switch (said.kind) {
    case 'put':
      return put(said.key ?? '', log.length, base)
    case 'delete':
      return deleted(said.key ?? '', base)
    case 'eject':
      return ejected(of)
    case 'join':
      return { ...joined(of, of, of), store: fresh as StoreId } as ClusterEvent
    case 'down':
      return down(of)
    case 'up':
      return up(of)
    case 'info':
      return { kind: 'member-info-changed', info: { at: log.length } }
    default:
      return { kind: 'member-moved', address: addressOf(`at-${log.length}`) }
  }
}

export function logOf(sayings: readonly Saying[]): LogEntry[] {
  const scribe = new Scribe()
  const log = scribe.cluster('b', 'c', 'd')
  for (const said of sayings) log.push(scribe.write(said.by, eventOf(said, log)))
  return log
}

/** Up to 64 entries. */
export const someLog: fc.Arbitrary<LogEntry[]> = fc.array(saying, { maxLength: 60 }).map(logOf)
/** Up to 804 entries; a few sayings over and over. */
export const longLog: fc.Arbitrary<LogEntry[]> = fc
  .tuple(fc.array(saying, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 20 }))
  .map(([sayings, times]) => logOf(Array.from({ length: times }, () => sayings).flat()))
