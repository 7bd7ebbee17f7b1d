import { describe, expect, it } from 'vitest'
import type { Address, Append, Effect, Input, MemberName, Stamp, StoreId } from '../model/index.ts'
import { vectorOf } from '../log/index.ts'
import { liveViewOf } from '../membership/index.ts'
import { clusterLabel, marked } from '../model/index.ts'
import { valueOf } from '../state/index.ts'
import { entriesStored } from './from-store.ts'
import type { Kernel } from './kernel.ts'
import { step } from './step.ts'
import { Wire } from '../wire.fixture.ts'

const stamp = (): Stamp => ({ at: 5_000, wall: 5_000, entropy: new Uint8Array(16) })
const put = (id: number): Input => ({
  ...stamp(),
  kind: 'command-issued',
  id,
  command: { kind: 'put', key: 'k', value: id, basis: undefined },
})
const appendOf = (effects: readonly Effect[]): Append => {
  const append = effects.find((effect) => effect.kind === 'append')
  if (append === undefined) throw new Error('nothing was appended')
  return append
}

/** A member with two writes on their way to the disk. */
function writing(): { kernel: Kernel; first: Append; second: Append } {
  const { kernel } = new Wire().start('a')
  const one = step(kernel, put(1))
  const two = step(one.kernel, put(2))
  return { kernel: two.kernel, first: appendOf(one.effects), second: appendOf(two.effects) }
}

describe('what the log store tells', () => {
  it('makes a batch durable when it says so, and not before', () => {
    const { kernel, first } = writing()
    const before = [...kernel.durable.values()]
    const stored = step(kernel, { ...stamp(), kind: 'entries-stored', batch: first.batch })
    const after = [...stored.kernel.durable.values()]
    expect(before).toEqual([1])
    expect(after).toEqual([2])
    expect(stored.kernel.pending.map(({ batch }) => batch)).toEqual([first.batch + 1])
  })

  it('settles a write only after the append that holds it', () => {
    const { first } = writing()
    expect(first.then).toContainEqual(expect.objectContaining({ kind: 'settle', id: 1 }))
  })

  it('is ignored about a batch nobody waits for', () => {
    const { kernel } = writing()
    const stored = entriesStored(kernel, { ...stamp(), kind: 'entries-stored', batch: 999 })
    expect(stored).toEqual({ kernel, effects: [] })
  })

  it('fails everyone who waits, and every write after', () => {
    const { kernel, first } = writing()
    const failed = step(kernel, {
      ...stamp(),
      kind: 'store-failed',
      batch: first.batch,
      reason: 'disk full',
    })
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: 'disk full' } }
    expect(failed.effects).toEqual([
      { kind: 'settle', id: 1, outcome },
      { kind: 'settle', id: 2, outcome },
      expect.objectContaining({ notice: expect.objectContaining({ code: 'store-failed' }) }),
      marked('kernel.store-failed-pending'),
      { kind: 'publish', notice: { kind: 'revised', key: 'k', was: 2, now: undefined } },
    ])
    expect(failed.kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-failed'] })
    expect(step(failed.kernel, put(3)).effects).toEqual([{ kind: 'settle', id: 3, outcome }])
  })

  it('takes back what was not durable: a refused write is not read', () => {
    const { kernel, first } = writing()
    expect(valueOf(kernel.checkpoints.state, 'k')).toBe(2)
    const stored = step(kernel, { ...stamp(), kind: 'entries-stored', batch: first.batch })
    const failed = step(stored.kernel, {
      ...stamp(),
      kind: 'store-failed',
      batch: first.batch + 1,
      reason: 'disk full',
    })
    expect(valueOf(failed.kernel.checkpoints.state, 'k')).toBe(1)
    const revised = { kind: 'revised', key: 'k', was: 2, now: 1 }
    expect(failed.effects).toContainEqual({ kind: 'publish', notice: revised })
    expect(vectorOf(failed.kernel.log)).toEqual(failed.kernel.durable)
  })

  it('takes back a leave, and says so to whoever asked for it, at once', () => {
    const wire = new Wire()
    for (const name of ['a', 'b']) wire.start(name)
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(3_000)
    const left = step(wire.get('b').kernel, {
      ...stamp(),
      kind: 'command-issued',
      id: 7,
      command: { kind: 'leave', timeoutMs: 5_000 },
    })
    expect(left.kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['left'] })
    const { batch } = appendOf(left.effects)
    const failed = step(left.kernel, { ...stamp(), kind: 'store-failed', batch, reason: 'full' })
    const refusal = expect.objectContaining({ kind: 'store-failed' })
    expect(failed.effects).toContainEqual({
      kind: 'settle',
      id: 7,
      outcome: { ok: false, refusal },
    })
    expect(failed.kernel.membership.leaving).toBeUndefined()
    for (const timer of ['membership/leave', 'membership/leave-retry'])
      expect(failed.kernel.timers.get(timer)).toBeUndefined()
  })

  it('takes back a refused ejection of oneself: the member goes on, degraded', () => {
    const wire = new Wire()
    for (const name of ['a', 'b']) wire.start(name)
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(3_000)
    const left = step(wire.get('b').kernel, {
      ...stamp(),
      kind: 'command-issued',
      id: 7,
      command: { kind: 'eject', name: 'b' as MemberName },
    })
    expect(left.kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['left'] })
    const { batch } = appendOf(left.effects)
    const failed = step(left.kernel, { ...stamp(), kind: 'store-failed', batch, reason: 'full' })
    expect(failed.kernel.lifecycle).toMatchObject({ state: 'degraded', reasons: ['store-failed'] })
    expect([...liveViewOf(failed.kernel.membership).keys()]).toEqual(['a'])
    const back = expect.objectContaining({ kind: 'member-joined', name: 'b' })
    expect(failed.effects).toContainEqual({ kind: 'publish', notice: back })
  })

  it('is told once, and what comes from others is kept in memory and told to nobody', () => {
    const wire = new Wire()
    for (const name of ['a', 'b']) wire.start(name)
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(3_000)
    const { kernel } = wire.get('b')
    const failure = { ...stamp(), kind: 'store-failed', batch: 99, reason: 'disk full' } as const
    const failed = step(kernel, failure)
    expect(failed.effects).toMatchObject([{ kind: 'publish', notice: { code: 'store-failed' } }])
    expect(step(failed.kernel, failure).effects).toEqual([])
    wire.command('a', { kind: 'put', key: 'k', value: 1, basis: undefined })
    const { self, log } = wire.get('a').kernel
    const delta = { kind: 'delta', entries: log.ordered.slice(-1), more: true, hops: 1 } as const
    const cluster = clusterLabel(self.cluster)
    const from = { name: self.name, address: self.address, cluster }
    const heard = step(failed.kernel, {
      ...stamp(),
      kind: 'message-received',
      from,
      message: delta,
    })
    expect(heard.kernel.log.ordered.length).toBe(log.ordered.length)
    expect(heard.kernel.pending).toEqual([])
    expect(heard.kernel.durable).toEqual(failed.kernel.durable)
    const kinds = heard.effects.map(({ kind }) => kind)
    expect(kinds).not.toContain('append')
    expect(kinds).not.toContain('send')
  })

  it.each(['a', 'b'])('refuses %s a join, which could not be kept', (name) => {
    const { kernel } = new Wire().start('a')
    const failed = step(kernel, { ...stamp(), kind: 'store-failed', batch: 0, reason: 'disk full' })
    const command = { kind: 'join', contact: `x-${name}` as Address, timeoutMs: 1_000 } as const
    const { effects } = step(failed.kernel, { ...stamp(), kind: 'command-issued', id: 4, command })
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: 'disk full' } }
    expect(effects).toEqual([{ kind: 'settle', id: 4, outcome }])
  })

  it('starts a life above those before, though the clock was set back', () => {
    const wire = new Wire()
    wire.start('a')
    const lives: number[] = []
    for (const now of [1_000, 900, 10, 10]) {
      wire.now = now
      wire.crash('a')
      lives.push(wire.start('a').kernel.self.incarnation)
      wire.command('a', { kind: 'put', key: 'k', value: now, basis: undefined })
    }
    expect(lives).toEqual([...new Set(lives)].toSorted((one, other) => one - other))
  })

  it('lets nobody in once it failed: what cannot be kept is not said, nor written in memory', () => {
    const { kernel, first } = writing()
    const { batch } = first
    const failed = step(kernel, { ...stamp(), kind: 'store-failed', batch, reason: 'disk full' })
    const from = { name: 'x' as MemberName, address: 'x' as Address, cluster: '' }
    const asked = step(failed.kernel, {
      ...stamp(),
      kind: 'message-received',
      from,
      message: {
        kind: 'join-request',
        name: from.name,
        address: from.address,
        store: 'e'.repeat(32) as StoreId,
        previous: null,
      },
    })
    expect(asked.kernel.log).toBe(failed.kernel.log)
    expect(asked.effects.map(({ kind }) => kind)).toEqual(['arm'])
  })

  it('warns of what a log held that does not fit the rest, and goes on with the rest', () => {
    const wire = new Wire()
    const { disk } = wire.start('a')
    wire.command('a', { kind: 'put', key: 'k', value: 1, basis: undefined })
    wire.command('a', { kind: 'put', key: 'k', value: 2, basis: undefined })
    wire.crash('a')
    disk.entries.splice(1, 1)
    const { kernel, notices } = wire.start('a')
    expect(kernel.log.ordered.length).toBe(1)
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'warning', detail: expect.stringContaining('1 of 2') }),
    )
  })

  it('tells a run that continues a store where the run before ended', () => {
    const wire = new Wire()
    wire.start('a')
    wire.command('a', { kind: 'put', key: 'k', value: 1, basis: undefined })
    const before = wire.get('a').kernel.self.run
    wire.crash('a')
    wire.start('a')
    expect(wire.get('a').kernel.self.run).toBeUndefined()
    wire.command('a', { kind: 'put', key: 'k', value: 2, basis: undefined })
    const [opening] = wire.get('a').kernel.log.ordered.slice(2)
    expect(opening?.event).toEqual({ kind: 'run-started', previous: { run: before, count: 2 } })
  })
})
