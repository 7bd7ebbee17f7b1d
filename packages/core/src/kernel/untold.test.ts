import { describe, expect, it } from 'vitest'
import type { Address, MemberName } from '../model/index.ts'
import { rosterOf, valueOf } from '../state/index.ts'
import { Wire, type Wired } from '../wire.fixture.ts'

const join = (wire: Wire, name: string, contact: string): void => {
  wire.command(name, { kind: 'join', contact: contact as Address, timeoutMs: 5_000 })
  wire.run(1_000)
}
const put = (wire: Wire, name: string, key: string): number =>
  wire.command(name, { kind: 'put', key, value: 1, basis: undefined })

const roster = ({ kernel }: Wired): string =>
  rosterOf(kernel.checkpoints.state)
    .map(({ name }) => name)
    .join()
const has = ({ kernel }: Wired, key: string): boolean =>
  valueOf(kernel.checkpoints.state, key) !== undefined
const entries = ({ kernel }: Wired): readonly string[] =>
  [...kernel.log.ordered].map(({ stream, seq }) => `${stream}.${seq}`)

/** a and b in one cluster, and c beside them; from now on nobody reaches b. */
function apart(): Wire {
  const wire = new Wire()
  for (const name of ['a', 'b', 'c', 'd']) wire.start(name)
  join(wire, 'b', 'a')
  wire.cut(['b'], ['a', 'c', 'd'])
  return wire
}

/** All links work again, and what there is to find out is found out. */
function meet(wire: Wire): void {
  wire.heal()
  wire.run(30_000)
}

describe('whoever was let in by one that told nobody and is gone', () => {
  it('brings the entry itself, and is in', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    put(wire, 'c', 'of c')
    wire.crash('a')
    expect(roster(wire.get('b'))).toBe('a,b')
    meet(wire)
    for (const name of ['b', 'c']) expect(roster(wire.get(name))).toBe('a,b,c')
    expect(has(wire.get('b'), 'of c')).toBe(true)
    expect(entries(wire.get('b'))).toEqual(entries(wire.get('c')))
  })

  it('brings it for whom it let in too, though that one is the first to speak', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    wire.crash('a')
    join(wire, 'd', 'c')
    wire.crash('c')
    meet(wire)
    for (const name of ['b', 'd']) expect(roster(wire.get(name))).toBe('a,b,c,d')
    expect(entries(wire.get('b'))).toEqual(entries(wire.get('d')))
  })

  it('is in though that one was ejected since', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    wire.crash('a')
    wire.command('b', { kind: 'eject', name: 'a' as MemberName })
    meet(wire)
    for (const name of ['b', 'c']) expect(roster(wire.get(name))).toBe('b,c')
    expect(entries(wire.get('b'))).toEqual(entries(wire.get('c')))
  })

  it('is in as the store that it was renewed as', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    const backup = wire.backup('c')
    put(wire, 'c', 'of c')
    wire.run(2_000)
    wire.crash('c')
    wire.restore('c', backup)
    wire.start('c')
    wire.run(5_000)
    const { notices } = wire.get('c')
    expect(notices.map(({ kind }) => kind)).toContain('store-renewed')
    wire.crash('a')
    meet(wire)
    const [, , c] = rosterOf(wire.get('b').kernel.checkpoints.state)
    expect(roster(wire.get('b'))).toBe('a,b,c')
    expect(c?.store).toBe(wire.get('c').kernel.self.store)
  })

  it('is refused nothing then, and asked for nothing', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    wire.crash('a')
    meet(wire)
    const b = wire.get('b')
    const before = b.effects.length
    wire.run(60_000)
    const sent = b.effects
      .slice(before)
      .flat()
      .flatMap((effect) => (effect.kind === 'send' ? [effect.message.kind] : []))
    expect(sent).toContain('digest')
    for (const kind of ['nack', 'pull', 'delta']) expect(sent).not.toContain(kind)
  })
})

describe('who is let in by nobody that may stays out', () => {
  it('as whoever was let in by one that was out already', () => {
    const wire = apart()
    wire.command('b', { kind: 'eject', name: 'a' as MemberName })
    wire.run(1_000)
    join(wire, 'c', 'a')
    put(wire, 'c', 'of c')
    wire.crash('a')
    meet(wire)
    expect(wire.get('c').kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['not-admitted'] })
    expect(roster(wire.get('b'))).toBe('b')
    expect(has(wire.get('b'), 'of c')).toBe(false)
    const { length } = wire.get('b').kernel.log.ordered
    wire.run(60_000)
    expect(wire.get('b').kernel.log.ordered.length).toBe(length)
  })

  it('as one whose disk was emptied since: it is a cluster of its own', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    wire.crash('a')
    wire.crash('c')
    wire.wipe('c')
    wire.start('c')
    const before = entries(wire.get('b'))
    meet(wire)
    expect(roster(wire.get('c'))).toBe('c')
    expect(roster(wire.get('b'))).toBe('a,b')
    expect(entries(wire.get('b')).slice(0, before.length)).toEqual(before)
  })

  it('as one that holds the log and was let in by nobody', () => {
    const wire = apart()
    join(wire, 'c', 'a')
    wire.crash('a')
    const { self, log } = wire.get('c').kernel
    if (self.cluster === undefined) throw new Error('c is in a cluster')
    const from = {
      name: 'x' as MemberName,
      address: 'x' as Address,
      cluster: self.cluster.slice(0, 16),
    }
    wire.happen('b', {
      kind: 'message-received',
      from,
      message: { kind: 'delta', entries: [...log.ordered], more: false, hops: 1 },
    })
    expect(roster(wire.get('b'))).toBe('a,b')
    expect(wire.get('b').notices.at(-1)).toMatchObject({ kind: 'message-refused', from: 'x' })
  })
})
