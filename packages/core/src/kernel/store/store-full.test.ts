import { describe, expect, it } from 'vitest'
import { vectorOf } from '../../log/index.ts'
import type { Address, Command, Notice } from '../../model/index.ts'
import { stateAsValue, valueOf } from '../../state/index.ts'
import { Wire } from '../../wire.fixture.ts'

const put = (key: string, value: number): Command => ({
  kind: 'put',
  key,
  value,
  basis: undefined,
})

/** Members that know each other. */
function wired(...names: readonly string[]): Wire {
  const wire = new Wire()
  for (const name of names) wire.start(name)
  const [first = '', ...others] = names
  for (const name of others)
    wire.command(name, { kind: 'join', contact: first as Address, timeoutMs: 5_000 })
  wire.run(5_000)
  return wire
}

const warningsOf = (notices: readonly Notice[]): readonly Notice[] =>
  notices.filter(({ kind }) => kind === 'warning')

const storeFull = { ok: false, refusal: { kind: 'store-full', detail: 'no room' } }

describe('a member whose disk is full', () => {
  it('refuses the write that has no room and those after it, and reads what was there', () => {
    const wire = wired('a')
    wire.command('a', put('k', 1))
    wire.get('a').isFull = true
    const first = wire.command('a', put('k', 2))
    const second = wire.command('a', put('k', 3))
    expect([wire.outcomes.get(first), wire.outcomes.get(second)]).toEqual([storeFull, storeFull])
    const { kernel, notices } = wire.get('a')
    expect(kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect(valueOf(kernel.checkpoints.state, 'k')).toBe(1)
    expect(vectorOf(kernel.log)).toEqual(kernel.durable)
    expect(warningsOf(notices)).toEqual([
      { kind: 'warning', code: 'store-full', detail: 'no room' },
    ])
  })

  it('goes on by itself when there is room: what it writes then fits what is stored', () => {
    const wire = wired('a', 'b')
    wire.command('a', put('k', 1))
    wire.command('b', put('from b', 1))
    wire.get('a').isFull = true
    wire.command('a', put('k', 2))
    wire.run(60_000)
    expect(wire.get('a').kernel.lifecycle.reasons).toEqual(['store-full'])
    wire.get('a').isFull = false
    wire.run(5_000)
    expect(wire.get('a').kernel.lifecycle.state).toBe('operational')
    const id = wire.command('a', put('k', 3))
    expect(wire.outcomes.get(id)?.ok).toBe(true)
    wire.run(5_000)
    const [a, b] = [wire.get('a').kernel, wire.get('b').kernel]
    expect(stateAsValue(b.checkpoints.state)).toEqual(stateAsValue(a.checkpoints.state))
    wire.crash('a')
    const again = wire.start('a').kernel
    expect(stateAsValue(again.checkpoints.state)).toEqual(stateAsValue(a.checkpoints.state))
    expect(warningsOf(wire.get('a').notices)).toEqual([])
  })

  it('takes no entries meanwhile, and has them brought again', () => {
    const wire = wired('a', 'b')
    wire.get('a').isFull = true
    wire.command('a', put('own', 1))
    wire.command('b', put('k', 1))
    wire.run(30_000)
    const { kernel } = wire.get('a')
    expect(valueOf(kernel.checkpoints.state, 'k')).toBe(undefined)
    expect(vectorOf(kernel.log)).toEqual(kernel.durable)
    expect(wire.get('b').kernel.lifecycle.state).toBe('operational')
    wire.get('a').isFull = false
    wire.run(10_000)
    expect(valueOf(wire.get('a').kernel.checkpoints.state, 'k')).toBe(1)
  })

  it('is full of what others write too: it is taken back, and taken later', () => {
    const wire = wired('a', 'b')
    wire.get('a').isFull = true
    wire.command('b', put('k', 1))
    expect(valueOf(wire.get('a').kernel.checkpoints.state, 'k')).toBe(undefined)
    expect(wire.get('a').notices).toContainEqual({
      kind: 'revised',
      key: 'k',
      was: 1,
      now: undefined,
    })
    wire.get('a').isFull = false
    wire.run(10_000)
    expect(valueOf(wire.get('a').kernel.checkpoints.state, 'k')).toBe(1)
  })

  it('says again what its run continues if that had no room', () => {
    const wire = wired('a')
    wire.crash('a')
    wire.start('a')
    wire.get('a').isFull = true
    wire.command('a', put('k', 1))
    expect(wire.get('a').kernel.self.run).toBe(undefined)
    wire.get('a').isFull = false
    wire.run(5_000)
    wire.command('a', put('k', 2))
    const events = wire
      .get('a')
      .kernel.log.ordered.slice(1)
      .map(({ event }) => event.kind)
    expect(events).toEqual(['run-started', 'state-info-put'])
  })

  it('never gives an id again that was taken back: a copy of the disk may have the entry', () => {
    const wire = wired('a', 'b')
    wire.command('a', put('own', 1))
    wire.command('b', put('k', 1))
    const { run } = wire.get('a').kernel.self
    wire.get('a').isFull = true
    wire.command('a', put('own', 2))
    wire.get('a').isFull = false
    wire.run(5_000)
    wire.command('a', put('own', 3))
    const { self, log } = wire.get('a').kernel
    expect(self.run).not.toBe(run)
    const [opening, last] = log.ordered.slice(-2)
    expect(opening?.event).toMatchObject({ kind: 'run-started', previous: { run } })
    expect(last?.event).toMatchObject({ kind: 'state-info-put', value: 3 })
    const b = wire.get('b').kernel.self
    expect([...(opening?.deps.keys() ?? [])]).toContain(`${b.store}.${b.run}`)
  })

  it('hears of a batch that was refused with another before it, and does nothing', () => {
    const wire = wired('a')
    wire.get('a').isFull = true
    wire.command('a', put('k', 1))
    const { kernel } = wire.get('a')
    wire.happen('a', { kind: 'store-full', batch: 99, reason: 'no room' })
    expect(wire.get('a').kernel).toBe(kernel)
  })

  it('lets nobody in, and does when there is room', () => {
    const wire = wired('a')
    wire.start('b')
    wire.get('a').isFull = true
    wire.command('a', put('k', 1))
    const join = { kind: 'join', contact: 'a' as Address, timeoutMs: 20_000 } as const
    const id = wire.command('b', join)
    wire.run(10_000)
    expect(wire.outcomes.get(id)).toBe(undefined)
    wire.get('a').isFull = false
    wire.run(10_000)
    expect(wire.outcomes.get(id)?.ok).toBe(true)
  })

  it.each([put('k', 1), { kind: 'leave', timeoutMs: 1_000 } as const])(
    'refuses %j at once',
    (command) => {
      const wire = wired('a', 'b')
      wire.get('a').isFull = true
      wire.command('a', put('own', 1))
      const id = wire.command('a', command)
      expect(wire.outcomes.get(id)).toEqual(storeFull)
    },
  )
})
