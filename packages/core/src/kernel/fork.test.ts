import { describe, expect, it } from 'vitest'
import { type Address, equalBytes, formatEntryId, type LogEntry } from '../model/index.ts'
import { rosterOf, valueOf } from '../state/index.ts'
import { Wire, type Wired } from '../wire.fixture.ts'

/** a, b and c in one cluster; b2 is b's machine, copied as it runs. */
function cloned(): Wire {
  const wire = new Wire()
  wire.start('a')
  for (const name of ['b', 'c']) {
    wire.start(name)
    wire.command(name, { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(1_000)
  }
  put(wire, 'b', 'before')
  wire.run(2_000)
  wire.clone('b', 'b2')
  return wire
}

const put = (wire: Wire, name: string, key: string): number =>
  wire.command(name, { kind: 'put', key, value: name, basis: undefined })

const has = ({ kernel }: Wired, key: string): boolean =>
  valueOf(kernel.checkpoints.state, key) !== undefined
const entriesOf = ({ kernel }: Wired): readonly LogEntry[] => [...kernel.log.ordered]
const forksTold = ({ notices }: Wired) =>
  notices.flatMap((notice) => (notice.kind === 'forked' ? [notice] : []))

/** One of the two processes is the member, in the logs of all; the other knows that it is not. */
function expectOneOf(wire: Wire): void {
  const [b, b2] = [wire.get('b'), wire.get('b2')]
  const isOut = [b, b2].map(({ kernel }) => kernel.lifecycle.reasons.includes('superseded'))
  expect(isOut.filter(Boolean).length).toBe(1)
  const goesOn = isOut[0] ? b2 : b
  for (const name of ['a', 'c']) {
    const roster = rosterOf(wire.get(name).kernel.checkpoints.state)
    expect(roster.map((record) => record.name)).toEqual(['a', 'b', 'c'])
    expect(roster[1]?.store).toBe(goesOn.kernel.self.store)
  }
}

describe('a machine that is copied as it runs', () => {
  it('of which one writes: the other finds an entry of its own run, and one goes on', () => {
    const wire = cloned()
    put(wire, 'b2', 'of the copy')
    wire.run(10_000)
    expectOneOf(wire)
    const ids = entriesOf(wire.get('a')).map((entry) => formatEntryId(entry))
    for (const name of ['a', 'b', 'c'])
      expect(entriesOf(wire.get(name)).map((entry) => formatEntryId(entry))).toEqual(ids)
    expect([...wire.members.values()].flatMap(forksTold)).toEqual([])
  })

  it.each([
    [1, 1],
    [2, 1],
    [1, 3],
  ])(
    'of which both write apart, %i and %i entries: all find it, and one goes on',
    (ours, theirs) => {
      const wire = cloned()
      wire.cut(['a', 'b'], ['c', 'b2'])
      for (let i = 0; i < ours; i++) put(wire, 'b', `of b ${i}`)
      for (let i = 0; i < theirs; i++) put(wire, 'b2', `of the copy ${i}`)
      put(wire, 'a', 'of a')
      put(wire, 'c', 'of c')
      wire.run(3_000)
      const [held, other] = ['a', 'c'].map((name) => entriesOf(wire.get(name)))
      const seen = new Map(held?.map((entry) => [formatEntryId(entry), entry]))
      const forked = other?.filter((entry) => {
        const known = seen.get(formatEntryId(entry))
        return known !== undefined && !equalBytes(known.bytes, entry.bytes)
      })
      expect(forked?.length).toBe(Math.min(ours, theirs))
      wire.heal()
      wire.run(30_000)
      expectOneOf(wire)
      for (const name of ['a', 'c']) {
        const [told, ...more] = forksTold(wire.get(name))
        expect(more).toEqual([])
        expect(told?.held).not.toBe(told?.other)
        expect([told?.held, told?.other].join('')).toMatch(/^[0-9a-f]{128}$/)
      }
    },
  )

  it('holds up nobody else: what others write, and what goes on, is everywhere', () => {
    const wire = cloned()
    wire.cut(['a', 'b'], ['c', 'b2'])
    for (let i = 0; i < 3; i++) put(wire, 'b', `of b ${i}`)
    put(wire, 'b2', 'of the copy')
    wire.run(1_000)
    put(wire, 'a', 'rests on three')
    put(wire, 'c', 'rests on one')
    wire.heal()
    wire.run(30_000)
    put(wire, 'a', 'later of a')
    put(wire, 'c', 'later of c')
    const goesOn = wire.get('b').kernel.lifecycle.state === 'ejected' ? 'b2' : 'b'
    put(wire, goesOn, 'later of b')
    wire.run(30_000)
    for (const name of ['a', 'c', goesOn])
      for (const key of [
        'rests on three',
        'rests on one',
        'later of a',
        'later of c',
        'later of b',
      ])
        expect([name, key, has(wire.get(name), key)]).toEqual([name, key, true])
  })

  it('takes nothing from a member that starts again: what rests on the other content either', () => {
    const wire = cloned()
    wire.cut(['a', 'b'], ['c', 'b2'])
    for (let i = 0; i < 2; i++) put(wire, 'b', `of b ${i}`)
    put(wire, 'b2', 'of the copy')
    wire.run(1_000)
    for (const name of ['a', 'c']) put(wire, name, `of ${name}`)
    wire.heal()
    wire.run(30_000)
    put(wire, 'c', 'later of c')
    wire.run(10_000)
    const held = entriesOf(wire.get('c'))
    wire.crash('c')
    const { kernel, notices } = wire.start('c')
    expect(entriesOf(wire.get('c'))).toEqual(held)
    expect(valueOf(kernel.checkpoints.state, 'later of c')).toBe('c')
    expect(notices.filter(({ kind }) => kind === 'warning')).toEqual([])
  })

  it('is quiet afterwards: no log grows, and no two members ask each other for more', () => {
    const wire = cloned()
    wire.cut(['a', 'b'], ['c', 'b2'])
    for (const name of ['b', 'b2']) put(wire, name, `of ${name}`)
    wire.heal()
    wire.run(60_000)
    const before = ['a', 'c'].map((name) => entriesOf(wire.get(name)).length)
    const sentBefore = pulls(wire)
    wire.run(60_000)
    expect(['a', 'c'].map((name) => entriesOf(wire.get(name)).length)).toEqual(before)
    expect(pulls(wire) - sentBefore).toBe(0)
  })
})

/** Pulls that a and c have sent. */
const pulls = (wire: Wire): number =>
  ['a', 'c']
    .flatMap((name) => wire.get(name).effects.flat())
    .filter((effect) => effect.kind === 'send' && effect.message.kind === 'pull').length
