import { createWorld } from '@quorate/transport-memory'
import type { CrashAtOptions, World } from '@quorate/transport-memory'
import type { Fs, LogStore } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { entryBytesMax, recordsAt } from '../format/index.ts'
import { endOf } from './answers.fixture.ts'
import { Witness } from './witness.fixture.ts'

/** Room for a few small entries. */
const segmentBytes = recordsAt + 700

/** Does everything there is to do, until something does not end; true when all did. */
type Script = (fs: Fs, witness: Witness) => boolean

const opened = (fs: Fs, witness: Witness): LogStore | undefined => {
  const store = fileLog(fs, { segmentBytes })
  const { emitted, isDone, error } = endOf(store.open())
  if (error !== undefined) throw error
  const [recovered] = emitted
  if (!isDone || recovered === undefined) return undefined
  expect(witness.judge(recovered)).toBe(undefined)
  return store
}

const everything: Script = (fs, witness) => {
  const first = opened(fs, witness)
  const isFirstDone =
    first !== undefined &&
    witness.start(first) &&
    witness.append(first, [1]) &&
    witness.append(first, [100, 0, 511]) &&
    witness.appendInTurn(first, [7, 80, 3]) &&
    witness.keep(first) &&
    witness.appendAll(first, [[10], [200], [], [1, 1]]) &&
    witness.append(first, [3_000]) &&
    endOf(first.close()).isDone
  if (!isFirstDone) return false
  const second = opened(fs, witness)
  return (
    second !== undefined &&
    witness.appendInTurn(second, [300, 9, 4]) &&
    witness.keep(second) &&
    witness.start(second) &&
    witness.keep(second) &&
    witness.append(second, [600, 600]) &&
    witness.start(second) &&
    endOf(second.close()).isDone
  )
}

interface Outcome {
  readonly world: World
  readonly fs: Fs
  readonly witness: Witness
  readonly hasCrashed: boolean
}

/** Runs a script until the machine crashes at a call; then it is there again. */
function crashed(script: Script, seed: number, at: CrashAtOptions): Outcome {
  const world = createWorld({ seed })
  const { fs } = world.env('a')
  const witness = new Witness()
  const callOff = world.crashAt('fs:*', 'a', at)
  const isDone = script(fs, witness)
  const hasCrashed = world.stateOf('a') === 'ended'
  expect(isDone).toBe(!hasCrashed)
  callOff()
  if (!hasCrashed) world.crash('a', at)
  return { world, fs: world.restart('a').fs, witness, hasCrashed }
}

/** Opens, looks, goes on and looks again. */
function lookAfter({ world, fs, witness }: Outcome): void {
  const store = opened(fs, witness)
  expect(witness.judgeAside(fs)).toBe(undefined)
  if (store === undefined) throw new Error('it did not open')
  // What was told by opening is as durable as what was told by appending.
  world.crash('a')
  const again = world.restart('a').fs
  const next = opened(again, witness)
  if (next === undefined) throw new Error('it did not open again')
  witness.start(next)
  expect(witness.append(next, [5, 700])).toBe(true)
  expect(endOf(next.close()).isDone).toBe(true)
  expect(opened(again, witness)).not.toBe(undefined)
}

/** Every call that a script makes, by its number. */
function callsOf(script: Script): readonly number[] {
  const world = createWorld({ seed: 1 })
  expect(script(world.env('a').fs, new Witness())).toBe(true)
  const calls = [...world.points].reduce(
    (sum, [point, count]) => sum + (point.startsWith('fs:') ? count : 0),
    0,
  )
  return Array.from({ length: calls }, (_, i) => i + 1)
}

const ways: readonly CrashAtOptions[] = (['before', 'after'] as const).flatMap((when) => [
  { when, torn: true },
  { when, torn: false },
  { when, lose: 'none' },
])

const calls = callsOf(everything)

describe('a crash at every call', { timeout: 180_000 }, () => {
  it('has many to choose from', () => {
    expect(calls.length).toBeGreaterThan(80)
  })

  it.each(ways)('%j: what was told is there, and nothing that is no prefix', (way) => {
    for (const times of calls)
      for (let seed = 0; seed < 2; seed++) {
        const outcome = crashed(everything, seed, { ...way, times })
        expect(outcome.hasCrashed).toBe(true)
        lookAfter(outcome)
      }
  })

  it('once it was all done, changes nothing', () => {
    const outcome = crashed(everything, 1, { times: calls.length + 1 })
    expect(outcome.hasCrashed).toBe(false)
    lookAfter(outcome)
  })

  it.each(ways.filter(({ when, torn }) => (when === 'before' ? torn : torn === undefined)))(
    'and at every call of opening after that, %j',
    (way) => {
      for (const times of calls) {
        let hasCrashed = true
        for (let again = 1; hasCrashed; again++) {
          const outcome = crashed(everything, times, { ...way, times })
          const callOff = outcome.world.crashAt('fs:*', 'a', { ...way, times: again })
          const store = opened(outcome.fs, outcome.witness)
          hasCrashed = outcome.world.stateOf('a') === 'ended'
          expect(store === undefined).toBe(hasCrashed)
          callOff()
          if (!hasCrashed) outcome.world.crash('a')
          lookAfter({ ...outcome, fs: outcome.world.restart('a').fs })
        }
      }
    },
  )
})

describe('an entry of the largest size', { timeout: 180_000 }, () => {
  const appending =
    (...batches: readonly (readonly number[])[]): Script =>
    (fs, witness) => {
      const store = opened(fs, witness)
      const isStarted = store !== undefined && witness.start(store)
      const areDone = isStarted && batches.every((lengths) => witness.append(store, lengths))
      return areDone && endOf(store.close()).isDone
    }

  it('is there whole or not at all, whenever the machine crashes', () => {
    const before = callsOf(appending([1])).length
    const large = appending([1], [entryBytesMax], [1])
    for (const times of callsOf(large).slice(before)) {
      const outcome = crashed(large, times, { times, torn: true })
      expect(opened(outcome.fs, outcome.witness)).not.toBe(undefined)
    }
  })
})
