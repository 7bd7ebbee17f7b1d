import { describe, expect, it } from 'vitest'
import type { Address, Effect, Input, MemberName, Stamp } from '../model/index.ts'
import { recordOf, rosterOf, valueOf } from '../state/index.ts'
import type { Kernel } from './kernel.ts'
import { step } from './step.ts'
import { Wire } from '../wire.fixture.ts'

const yearMs = 365 * 24 * 3_600_000
const join = { kind: 'join', contact: 'b' as Address, timeoutMs: 10_000 } as const
const stampAt = (wall: number): Stamp => ({ at: 5_000, wall, entropy: new Uint8Array(16) })
const put = (id: number, wall: number): Input => ({
  ...stampAt(wall),
  kind: 'command-issued',
  id,
  command: { kind: 'put', key: 'k', value: id, basis: undefined },
})

/** `kernel`, which asks b to be let in. */
const asking = (kernel: Kernel): Kernel =>
  step(kernel, { ...stampAt(5_000), kind: 'command-issued', id: 9, command: join }).kernel

/** `joining`, let in by b. */
function answered(joining: Kernel): { kernel: Kernel; effects: readonly Effect[] } {
  const store = joining.membership.joining?.request.store
  if (store === undefined) throw new Error('nobody was asked')
  const { self } = new Wire().start('b').kernel
  if (self.cluster === undefined) throw new Error('b has no cluster')
  return step(joining, {
    ...stampAt(5_000),
    kind: 'message-received',
    from: { name: self.name, address: self.address, cluster: self.cluster.slice(0, 16) },
    message: { kind: 'join-reply', store, outcome: { ok: true, value: self.cluster } },
  })
}

const letIn = (kernel: Kernel): ReturnType<typeof answered> => answered(asking(kernel))

describe('an adopted log', () => {
  it('leaves nobody waiting who waited for the log before, if the store fails', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const adopted = letIn(kernel)
    const failed = step(adopted.kernel, {
      ...stampAt(5_000),
      kind: 'store-failed',
      batch: kernel.nextBatch - 1,
      reason: 'disk full',
    })
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: 'disk full' } }
    expect(failed.effects).toContainEqual({ kind: 'settle', id: 1, outcome })
  })

  it('counts nothing of the log before as durable, when that is stored late', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const adopted = letIn(kernel)
    const batch = kernel.nextBatch - 1
    const stored = step(adopted.kernel, { ...stampAt(5_000), kind: 'entries-stored', batch })
    expect(adopted.kernel.pending.map((pending) => pending.batch)).toContain(batch)
    expect(stored.kernel.pending.map((pending) => pending.batch)).not.toContain(batch)
    expect(stored.kernel.durable.size).toBe(0)
  })

  it('is not held back by a clock that was wrong while the log before was written', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 10 * yearMs))
    expect(kernel.hlc.l).toBe(10 * yearMs)
    expect(letIn(kernel).kernel.hlc).toEqual({ l: 0, c: 0 })
  })
})

const storeOf = (wire: Wire, name: string): string | undefined => wire.get(name).kernel.self.store
const keyOf = (wire: Wire, name: string, key: string): unknown =>
  valueOf(wire.get(name).kernel.checkpoints.state, key)
const rosterSeen = (wire: Wire, name: string): readonly string[] =>
  rosterOf(wire.get(name).kernel.checkpoints.state).map((record) => record.name)
const storeFull = { ok: false, refusal: { kind: 'store-full', detail: 'no room' } }
const joinAt = (wire: Wire, name: string, contact: string): number =>
  wire.command(name, { kind: 'join', contact: contact as Address, timeoutMs: 10_000 })

/** a and b, each in a cluster of its own, where it wrote something; b's disk is full. */
function apart(): Wire {
  const wire = new Wire()
  for (const name of ['a', 'b']) {
    wire.start(name)
    wire.command(name, { kind: 'put', key: `of ${name}`, value: 1, basis: undefined })
  }
  wire.get('b').isFull = true
  return wire
}

describe('a log for which there is no room when its member was let in', () => {
  it('is not adopted: the join is refused as that, and all is as it was before', () => {
    const wire = apart()
    const before = wire.get('b').kernel
    const { disk } = wire.get('b')
    const told = wire.get('b').notices.length
    const id = joinAt(wire, 'b', 'a')
    expect(wire.outcomes.get(id)).toEqual(storeFull)
    const { kernel, notices } = wire.get('b')
    expect([kernel.self, kernel.log, kernel.durable]).toEqual([
      before.self,
      before.log,
      before.durable,
    ])
    expect(kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect([keyOf(wire, 'b', 'of b'), rosterSeen(wire, 'b')]).toEqual([1, ['b']])
    expect(wire.get('b').disk).toBe(disk)
    expect(notices.slice(told).map(({ kind }) => kind)).toEqual(['warning'])
  })

  it('may be asked for again when there is room, and takes the place of the one before', () => {
    const wire = apart()
    joinAt(wire, 'b', 'a')
    const admitted = rosterOf(wire.get('a').kernel.checkpoints.state)[1]?.store
    if (admitted === undefined) throw new Error('b was not let in')
    wire.get('b').isFull = false
    wire.run(6_000)
    expect(wire.get('b').kernel.lifecycle.state).toBe('operational')
    const id = joinAt(wire, 'b', 'a')
    wire.run(3_000)
    expect(wire.outcomes.get(id)).toMatchObject({ ok: true })
    expect([rosterSeen(wire, 'a'), rosterSeen(wire, 'b')]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect(keyOf(wire, 'b', 'of a')).toBe(1)
    expect(storeOf(wire, 'b')).not.toBe(admitted)
    const record = recordOf(wire.get('a').kernel.checkpoints.state, admitted)
    expect(record?.status).toBe('replaced')
  })

  it('and that had no log before waits for another join', () => {
    const wire = new Wire()
    wire.start('a')
    wire.foundsCluster = false
    wire.start('b')
    wire.get('b').isFull = true
    const id = joinAt(wire, 'b', 'a')
    expect(wire.outcomes.get(id)).toEqual(storeFull)
    expect(storeOf(wire, 'b')).toBe(undefined)
    expect(wire.get('b').kernel.lifecycle).toEqual({ state: 'joining', reasons: ['store-full'] })
    expect(wire.outcomes.get(joinAt(wire, 'b', 'a'))).toEqual(storeFull)
    wire.get('b').isFull = false
    wire.run(6_000)
    expect(wire.get('b').kernel.lifecycle).toEqual({ state: 'joining', reasons: [] })
    const again = joinAt(wire, 'b', 'a')
    wire.run(3_000)
    expect(wire.outcomes.get(again)).toMatchObject({ ok: true })
    expect(rosterSeen(wire, 'b')).toEqual(['a', 'b'])
  })

  it('and that was out before names the store that was let in, not the one that is out', () => {
    const wire = new Wire()
    for (const name of ['a', 'b']) wire.start(name)
    joinAt(wire, 'b', 'a')
    wire.run(3_000)
    wire.command('a', { kind: 'eject', name: 'b' as MemberName })
    wire.run(5_000)
    wire.get('b').isFull = true
    expect(wire.outcomes.get(joinAt(wire, 'b', 'a'))).toEqual(storeFull)
    expect(wire.get('b').kernel.lifecycle.state).toBe('ejected')
    wire.get('b').isFull = false
    wire.run(6_000)
    const again = joinAt(wire, 'b', 'a')
    wire.run(100)
    expect(wire.outcomes.get(again)).toMatchObject({ ok: true })
    expect(rosterSeen(wire, 'a')).toEqual(['a', 'b'])
  })

  it('counts as durable what of the log before was stored meanwhile, and no more', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const last = step(kernel, put(2, 5_001))
    const batches = last.kernel.pending.map(({ batch }) => batch)
    const [first = 0] = batches
    const { kernel: adopted } = letIn(last.kernel)
    const stored = step(adopted, { ...stampAt(5_002), kind: 'entries-stored', batch: first })
    const second = batches[1] ?? 0
    const full = {
      ...stampAt(5_003),
      kind: 'store-full',
      batch: second,
      reason: 'no room',
    } as const
    const back = step(stored.kernel, full)
    expect(batches.length).toBe(2)
    expect(back.kernel.self.store).toBe(kernel.self.store)
    expect(valueOf(back.kernel.checkpoints.state, 'k')).toBe(1)
    expect(back.kernel.pending).toEqual([])
    expect(back.effects).toContainEqual({ kind: 'settle', id: 2, outcome: storeFull })
    expect(back.effects).toContainEqual({ kind: 'settle', id: 9, outcome: storeFull })
    expect(back.effects).not.toContainEqual(expect.objectContaining({ kind: 'settle', id: 1 }))
  })

  it('is not adopted either when the disk fails: the log before is read on', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const stored = { kind: 'entries-stored', batch: kernel.nextBatch - 1 } as const
    const durable = step(kernel, { ...stampAt(5_000), ...stored }).kernel
    const adopted = letIn(durable).kernel
    const { batch = 0 } = adopted.pending.at(-1) ?? {}
    const reason = 'no disk'
    const failed = step(adopted, { ...stampAt(5_000), kind: 'store-failed', batch, reason })
    expect(failed.kernel.self.store).toBe(kernel.self.store)
    expect(failed.kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-failed'] })
    expect(valueOf(failed.kernel.checkpoints.state, 'k')).toBe(1)
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: reason } }
    expect(failed.effects).toContainEqual({ kind: 'settle', id: 9, outcome })
  })

  it('is not adopted either when the disk has failed before: the log of before is read on', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const stored = { kind: 'entries-stored', batch: kernel.nextBatch - 1 } as const
    const durable = step(kernel, { ...stampAt(5_000), ...stored }).kernel
    const failure = { ...stampAt(5_000), kind: 'store-failed', reason: 'no disk' } as const
    const failed = step(asking(durable), { ...failure, batch: 0 }).kernel
    const adopted = answered(failed).kernel
    const { batch = 0 } = adopted.pending.at(-1) ?? {}
    const back = step(adopted, { ...failure, batch })
    expect(back.kernel.self.store).toBe(kernel.self.store)
    expect(back.kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-failed'] })
    expect(valueOf(back.kernel.checkpoints.state, 'k')).toBe(1)
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: 'no disk' } }
    expect(back.effects).toContainEqual({ kind: 'settle', id: 9, outcome })
    expect(back.effects).not.toContainEqual(expect.objectContaining({ kind: 'publish' }))
  })
})
