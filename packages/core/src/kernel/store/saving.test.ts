import { describe, expect, it } from 'vitest'
import type { Address, Command, SavedCheckpoint } from '../../model/index.ts'
import { clusterLabel, marked } from '../../model/index.ts'
import { foldLog, stateAsValue, valueOf } from '../../state/index.ts'
import { Wire } from '../../wire.fixture.ts'
import { defaultSettings } from '../config.ts'
import { type Kernel, kernelWith } from '../kernel.ts'
import { step } from '../step.ts'
import { lastCheckpoint, withSaving } from './saving.ts'

const checkpointEntries = 128

const settings = { writes: { ...defaultSettings.writes, checkpointEntries } }

const put = (key: string, value: number): Command => ({
  kind: 'put',
  key,
  value,
  basis: undefined,
})

const writes = (wire: Wire, name: string, count: number): void => {
  for (let i = 0; i < count; i++) wire.command(name, put(`key ${i % 7}`, i))
}

const savedBy = (wire: Wire, name: string): readonly SavedCheckpoint[] =>
  wire
    .get(name)
    .effects.flat()
    .flatMap((effect) => (effect.kind === 'save-checkpoint' ? [effect.checkpoint] : []))

const coveredBy = ({ streams }: SavedCheckpoint): number =>
  streams.reduce((sum, { count }) => sum + count, 0)

const foldedAnew = ({ log }: Kernel): unknown => stateAsValue(foldLog(log.ordered))

/** Two members, with a partition in which both write and a heal. */
function grown(): Wire {
  const wire = new Wire({ settings })
  for (const name of ['a', 'b']) wire.start(name)
  wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
  wire.run(3_000)
  writes(wire, 'a', 300)
  wire.run(3_000)
  wire.cut(['a'], ['b'])
  writes(wire, 'a', 40)
  writes(wire, 'b', 30)
  return wire
}

describe('the state that is kept beside the log', () => {
  it('is kept as the log grows, of what is some way behind its end', () => {
    const wire = new Wire({ settings })
    wire.start('a')
    writes(wire, 'a', 1_000)
    const saved = savedBy(wire, 'a')
    const length = wire.get('a').kernel.log.ordered.length
    expect(saved.length).toBe(Math.floor(length / checkpointEntries))
    for (const [nth, checkpoint] of saved.entries()) {
      const behind = (nth + 1) * checkpointEntries - coveredBy(checkpoint)
      expect(behind).toBeGreaterThanOrEqual(checkpointEntries / 8)
      expect(behind).toBeLessThanOrEqual(checkpointEntries)
    }
  })

  it('S9: makes a start what it would be without, also when late entries come then', () => {
    const wire = grown()
    wire.crash('a')
    expect(wire.get('a').disk.checkpoint).toBeDefined()
    const started = wire.start('a')
    expect(started.effects.flat()).not.toContainEqual(marked('kernel.checkpoint-unfit'))
    const { kernel } = started
    expect(kernel.checkpoints.older.at(-1)?.position).toBe(0)
    expect(kernel.checkpoints.older.length).toBeLessThan(4)
    expect(stateAsValue(kernel.checkpoints.state)).toEqual(foldedAnew(kernel))
    wire.heal()
    wire.run(10_000)
    for (const name of ['a', 'b']) {
      const now = wire.get(name).kernel
      expect(now.log.ordered.length).toBe(wire.get('a').kernel.log.ordered.length)
      expect(stateAsValue(now.checkpoints.state)).toEqual(foldedAnew(now))
    }
  })

  it('is not taken when it is of another log, and all is folded', () => {
    const wire = grown()
    const other = new Wire({ settings })
    other.start('a')
    writes(other, 'a', 200)
    wire.crash('a')
    wire.get('a').disk.checkpoint = other.get('a').disk.checkpoint
    const { kernel, effects } = wire.start('a')
    expect(effects.flat()).toContainEqual(marked('kernel.checkpoint-unfit'))
    expect(stateAsValue(kernel.checkpoints.state)).toEqual(foldedAnew(kernel))
  })

  it('is kept at a start, if it was not', () => {
    const wire = grown()
    wire.crash('a')
    wire.get('a').disk.checkpoint = undefined
    wire.start('a')
    expect(savedBy(wire, 'a').length).toBe(1)
    wire.crash('a')
    wire.start('a')
    expect(savedBy(wire, 'a').length).toBe(0)
  })

  it('is not kept while a member runs if it is larger than is allowed', () => {
    const wire = new Wire({ settings })
    wire.start('a')
    writes(wire, 'a', 500)
    const kernel = kernelWith(wire.get('a').kernel, { savedAt: 0 })
    const records = 7 + 1
    expect(withSaving(kernel, records).effects.length).toBe(1)
    expect(withSaving(kernel, records - 1)).toEqual({ kernel, effects: [] })
  })

  it('is kept when a member stops, if the log has grown since', () => {
    const wire = new Wire({ settings })
    wire.start('a')
    writes(wire, 'a', 230)
    const { kernel, disk } = wire.get('a')
    const last = lastCheckpoint(kernel)
    if (last === undefined || disk.checkpoint === undefined) throw new Error('nothing was kept')
    expect(coveredBy(last)).toBeGreaterThan(coveredBy(disk.checkpoint))
    expect(lastCheckpoint(kernelWith(kernel, { savedAt: 1_000 }))).toBe(undefined)
    disk.checkpoint = last
    wire.crash('a')
    const again = wire.start('a').kernel
    expect(again.savedAt).toBe(coveredBy(last))
    expect(stateAsValue(again.checkpoints.state)).toEqual(foldedAnew(again))
  })

  it('is not kept while the store is renewed, beside the log before, and is once that is done', () => {
    const wire = grown()
    wire.heal()
    wire.run(3_000)
    const backup = wire.backup('b')
    writes(wire, 'b', 1)
    wire.run(3_000)
    wire.crash('b')
    wire.restore('b', backup)
    wire.cut(['a'], ['b'])
    const { kernel } = wire.start('b')
    const { self, log } = wire.get('a').kernel
    const from = {
      name: self.name,
      address: self.address,
      cluster: clusterLabel(self.cluster),
    }
    const stamp = { at: wire.now, wall: wire.now, entropy: new Uint8Array(16) }
    const delta = { kind: 'delta', entries: [...log.ordered], more: false, hops: 1 } as const
    const asked = step(kernel, { ...stamp, kind: 'command-issued', id: 1, command: put('k', 1) })
    const received = { ...stamp, kind: 'message-received', from, message: delta } as const
    const renewing = step(asked.kernel, received).kernel
    const batches = renewing.pending.map(({ batch }) => batch)
    expect(renewing.pending.at(-1)?.before?.store).toBe(kernel.self.store)
    expect(lastCheckpoint(renewing)).toBe(undefined)
    const savings: number[] = []
    let now = renewing
    for (const batch of batches) {
      const stored = step(now, { ...stamp, kind: 'entries-stored', batch })
      savings.push(stored.effects.filter(({ kind }) => kind === 'save-checkpoint').length)
      now = stored.kernel
    }
    expect(savings).toEqual(batches.map((_, i) => (i === batches.length - 1 ? 1 : 0)))
    expect(batches.length).toBeGreaterThan(1)
  })

  it('covers nothing that is not durable', () => {
    const wire = new Wire({ settings })
    wire.start('a')
    writes(wire, 'a', 100)
    wire.get('a').isFull = true
    writes(wire, 'a', 500)
    expect(savedBy(wire, 'a')).toEqual([])
    wire.get('a').isFull = false
    wire.run(5_000)
    writes(wire, 'a', 200)
    wire.crash('a')
    expect(wire.get('a').disk.checkpoint).toBeDefined()
    const { kernel } = wire.start('a')
    expect(valueOf(kernel.checkpoints.state, 'key 3')).toBe(199 - ((199 - 3) % 7))
    expect(stateAsValue(kernel.checkpoints.state)).toEqual(foldedAnew(kernel))
  })
})
