import { describe, expect, it } from 'vitest'
import type { Address, MemberName } from '../model/index.ts'
import { foldLog, rosterOf, stateAsValue, valueOf } from '../state/index.ts'
import { replay } from './replay.ts'
import { Wire } from '../wire.fixture.ts'

const join = (contact: string) =>
  ({ kind: 'join', contact: contact as Address, timeoutMs: 10_000 }) as const
const put = (key: string, value: number) => ({ kind: 'put', key, value, basis: undefined }) as const
const eject = (name: string) => ({ kind: 'eject', name: name as MemberName }) as const

function cluster(...names: string[]): Wire {
  const wire = new Wire({ replicationFactor: 2 })
  for (const name of names) wire.start(name)
  for (const name of names.slice(1)) wire.command(name, join(names[0] ?? ''))
  wire.run(1_500)
  return wire
}

const rosters = (wire: Wire) =>
  [...wire.members.values()].map(({ kernel }) =>
    rosterOf(kernel.checkpoints.state).map(({ name }) => name),
  )

describe('step', () => {
  it('founds a cluster of one at the first start', () => {
    const wire = new Wire()
    const { kernel } = wire.start('a')
    expect(kernel.lifecycle).toEqual({ state: 'operational', reasons: [] })
    expect(rosterOf(kernel.checkpoints.state).map(({ name }) => name)).toEqual(['a'])
  })

  it('joins members one after another until all know all', () => {
    const wire = cluster('a', 'b', 'c')
    expect(rosters(wire)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
    for (const { kernel } of wire.members.values())
      expect(kernel.lifecycle.state).toBe('operational')
    expect(wire.outcomes.get(1)).toEqual({ ok: true, value: null })
  })

  it('shares a put at once, and settles it with its id', () => {
    const wire = cluster('a', 'b', 'c')
    const id = wire.command('b', put('k', 7))
    expect(wire.outcomes.get(id)).toMatchObject({ ok: true, value: { seq: expect.any(Number) } })
    for (const { kernel } of wire.members.values())
      expect(valueOf(kernel.checkpoints.state, 'k')).toBe(7)
  })

  it('merges the halves of a partition by replay, the same everywhere', () => {
    const wire = cluster('a', 'b', 'c', 'd')
    wire.start('e')
    wire.cut(['a', 'b'], ['c', 'd', 'e'])
    wire.command('a', put('k', 1))
    wire.run(10)
    wire.command('c', put('k', 2))
    wire.command('a', eject('d'))
    wire.command('e', join('c'))
    wire.run(20_000)
    wire.heal()
    wire.run(20_000)
    const [first, ...others] = ['a', 'b', 'c', 'e'].map((name) =>
      stateAsValue(wire.get(name).kernel.checkpoints.state),
    )
    for (const other of others) expect(other).toEqual(first)
    expect(rosters(wire)[0]).toEqual(['a', 'b', 'c', 'e'])
    expect(wire.get('d').kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['ejected'] })
    expect(valueOf(wire.get('b').kernel.checkpoints.state, 'k')).toBe(2)
    expect(wire.get('a').notices).toContainEqual(
      expect.objectContaining({ kind: 'conflict', key: 'k', lostValue: 1, wonValue: 2 }),
    )
    expect(wire.get('b').kernel.lifecycle.state).toBe('operational')
  })

  it('lets an ejected member join again, as a new store', () => {
    const wire = cluster('a', 'b', 'c')
    const before = wire.get('c').kernel.self.store
    wire.command('a', eject('c'))
    wire.run(2_000)
    expect(wire.get('c').kernel.lifecycle.state).toBe('ejected')
    wire.command('c', join('b'))
    wire.run(2_000)
    expect(wire.get('c').kernel.lifecycle.state).toBe('operational')
    expect(wire.get('c').kernel.self.store).not.toBe(before)
    expect(rosters(wire)[0]).toEqual(['a', 'b', 'c'])
  })

  it('sees a dead member as failed, logs it, and takes it back', () => {
    const wire = cluster('a', 'b', 'c')
    wire.crash('c')
    wire.run(20_000)
    expect(wire.get('b').notices).toContainEqual(
      expect.objectContaining({ kind: 'member-down', name: 'c' }),
    )
    wire.start('c')
    wire.run(20_000)
    expect(wire.get('b').notices).toContainEqual(
      expect.objectContaining({ kind: 'member-up', name: 'c' }),
    )
    expect(wire.get('c').kernel.lifecycle.state).toBe('operational')
  })

  it('is a function of its recorded inputs', () => {
    const wire = cluster('a', 'b', 'c')
    wire.cut(['a'], ['b', 'c'])
    wire.command('a', put('k', 1))
    wire.command('b', put('k', 2))
    wire.run(9_000)
    wire.heal()
    wire.run(9_000)
    for (const { config, inputs, effects, kernel } of wire.members.values()) {
      const again = replay(config, inputs)
      expect(again.effects).toEqual(effects)
      expect(stateAsValue(again.kernel.checkpoints.state)).toEqual(
        stateAsValue(kernel.checkpoints.state),
      )
      expect([...again.kernel.timers.entries()]).toEqual([...kernel.timers.entries()])
      expect(stateAsValue(foldLog(kernel.log.ordered))).toEqual(
        stateAsValue(kernel.checkpoints.state),
      )
    }
  })
})

describe('a member that founds nothing', () => {
  it('stays joining, and lets nobody in, until it is let in itself', () => {
    const wire = new Wire()
    wire.foundsCluster = false
    wire.start('b')
    wire.run(5_000)
    expect(wire.get('b').kernel.lifecycle).toEqual({ state: 'joining', reasons: [] })
    expect(wire.get('b').kernel.log.ordered.length).toBe(0)
    expect(wire.outcomes.get(wire.command('b', put('k', 1)))).toMatchObject({
      refusal: { kind: 'not-joined' },
    })
  })

  it('joins as any other, and goes on as the member it became', () => {
    const wire = new Wire()
    wire.start('a')
    wire.foundsCluster = false
    wire.start('b')
    wire.command('b', join('a'))
    wire.run(2_000)
    expect(rosters(wire)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    wire.crash('b')
    wire.start('b')
    expect(wire.get('b').kernel.lifecycle.state).toBe('operational')
  })
})
