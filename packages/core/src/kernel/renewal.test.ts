import { describe, expect, it } from 'vitest'
import { type Address, clusterLabel, equalBytes, formatEntryId } from '../model/index.ts'
import type { LogEntry } from '../model/index.ts'
import { rosterOf, valueOf } from '../state/index.ts'
import { step } from './step.ts'
import { Wire, type Wired } from '../wire.fixture.ts'

/** a, b and c in one cluster. */
function formed(names: readonly string[] = ['a', 'b', 'c']): Wire {
  const wire = new Wire()
  const [first = 'a', ...others] = names
  wire.start(first)
  for (const name of others) {
    wire.start(name)
    wire.command(name, { kind: 'join', contact: first as Address, timeoutMs: 5_000 })
    wire.run(1_000)
  }
  return wire
}

const put = (wire: Wire, name: string, key: string, value: number = 1): number =>
  wire.command(name, { kind: 'put', key, value, basis: undefined })

const storeOf = ({ kernel }: Wired) => kernel.self.store
const kindsTold = ({ notices }: Wired): readonly string[] => notices.map(({ kind }) => kind)
const has = ({ kernel }: Wired, key: string): boolean =>
  valueOf(kernel.checkpoints.state, key) !== undefined
const roster = ({ kernel }: Wired): readonly string[] =>
  rosterOf(kernel.checkpoints.state).map(({ name, address }) => `${name}@${address}`)
const vector = ({ kernel }: Wired): string =>
  [...kernel.log.ordered].map((entry) => formatEntryId(entry)).join()

/** S1 over everything that was ever held, by anybody. */
function expectOneContent(...logs: readonly (readonly LogEntry[])[]): void {
  const contents = new Map<string, LogEntry>()
  for (const entry of logs.flat()) {
    const known = contents.get(formatEntryId(entry))
    if (known !== undefined) expect(equalBytes(known.bytes, entry.bytes)).toBe(true)
    contents.set(formatEntryId(entry), entry)
  }
}

/** All who run, but for `except`, hold one log. */
function expectAgreement(wire: Wire, names: readonly string[]): void {
  const vectors = names.map((name) => vector(wire.get(name)))
  expect(new Set(vectors).size).toBe(1)
  expectOneContent(...[...wire.members.values()].map(({ kernel }) => [...kernel.log.ordered]))
}

/** b's disk is put back to before its last write, which the others have. */
function restored(): Wire {
  const wire = formed()
  put(wire, 'b', 'before')
  const backup = wire.backup('b')
  put(wire, 'b', 'after')
  wire.run(2_000)
  wire.crash('b')
  wire.restore('b', backup)
  return wire
}

describe('a store whose disk was put back', () => {
  it('goes on as a new one, with all that it had and all that it had forgotten', () => {
    const wire = restored()
    const before = storeOf(wire.get('b'))
    wire.start('b')
    put(wire, 'b', 'of the copy')
    wire.run(10_000)
    const b = wire.get('b')
    const now = storeOf(b)
    expect(now).not.toBe(before)
    expect(b.notices).toContainEqual(
      expect.objectContaining({ kind: 'store-renewed', was: before, now }),
    )
    expect(b.kernel.lifecycle.state).toBe('operational')
    for (const key of ['before', 'after', 'of the copy']) {
      expect(has(b, key)).toBe(true)
      expect(has(wire.get('a'), key)).toBe(true)
    }
    expect(roster(wire.get('a'))).toEqual(['a@a', 'b@b', 'c@c'])
    expectAgreement(wire, ['a', 'b', 'c'])
  })

  it('has it all on its disk, and is who it is now after the next start', () => {
    const wire = restored()
    wire.start('b')
    wire.run(10_000)
    const now = storeOf(wire.get('b'))
    wire.crash('b')
    const b = wire.start('b')
    put(wire, 'b', 'later')
    wire.run(5_000)
    expect([storeOf(b), b.kernel.lifecycle.state]).toEqual([now, 'operational'])
    expect(kindsTold(b)).not.toContain('store-renewed')
    expect(has(wire.get('c'), 'later')).toBe(true)
    expectAgreement(wire, ['a', 'b', 'c'])
  })

  it('keeps what it said of itself', () => {
    const wire = formed()
    wire.command('b', { kind: 'set-member-info', info: { role: 'db' } })
    const backup = wire.backup('b')
    put(wire, 'b', 'after')
    wire.crash('b')
    wire.restore('b', backup)
    wire.start('b')
    wire.run(10_000)
    const record = rosterOf(wire.get('a').kernel.checkpoints.state)[1]
    expect([record?.store, record?.info]).toEqual([storeOf(wire.get('b')), { role: 'db' }])
  })

  it('to before it let another in asks that one, which it does not know', () => {
    const wire = formed(['a'])
    put(wire, 'a', 'k')
    const backup = wire.backup('a')
    wire.start('b')
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(2_000)
    wire.crash('a')
    wire.restore('a', backup)
    wire.start('a')
    wire.run(20_000)
    for (const name of ['a', 'b']) expect(roster(wire.get(name))).toEqual(['a@a', 'b@b'])
    expect(kindsTold(wire.get('a'))).toContain('store-renewed')
    expectAgreement(wire, ['a', 'b'])
  })

  it('to before it was let in is told which cluster asks for it, once', () => {
    const wire = formed(['a'])
    wire.start('b')
    const backup = wire.backup('b')
    wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(2_000)
    wire.crash('b')
    wire.restore('b', backup)
    const b = wire.start('b')
    wire.run(20_000)
    const { cluster } = wire.get('a').kernel.self
    const told = b.notices.filter(({ kind }) => kind === 'listed-elsewhere')
    expect(told).toEqual([
      { kind: 'listed-elsewhere', cluster: cluster?.slice(0, 16), by: 'a', address: 'a' },
    ])
    const id = wire.command('b', { kind: 'join', contact: 'a' as Address, timeoutMs: 5_000 })
    wire.run(5_000)
    expect(wire.outcomes.get(id)).toMatchObject({ ok: true })
    expect(roster(wire.get('a'))).toEqual(['a@a', 'b@b'])
  })

  it('whose disk then fails before the new log is there is the member it was, degraded', () => {
    const wire = restored()
    wire.cut(['b'], ['a', 'c'])
    const { kernel } = wire.start('b')
    const { self, log } = wire.get('a').kernel
    const cluster = clusterLabel(self.cluster)
    const from = { name: self.name, address: self.address, cluster }
    const stamp = { at: 9_000, wall: 9_000, entropy: new Uint8Array(16) }
    const message = { kind: 'delta', entries: [...log.ordered], more: false, hops: 1 } as const
    const renewed = step(kernel, { ...stamp, kind: 'message-received', from, message })
    expect(renewed.kernel.self.store).not.toBe(kernel.self.store)
    expect(renewed.kernel.lifecycle.state).not.toBe('joining')
    const reason = 'disk full'
    const failed = step(renewed.kernel, { ...stamp, kind: 'store-failed', batch: 9, reason })
    expect(failed.kernel.self).toMatchObject({ store: kernel.self.store, run: undefined })
    expect(failed.kernel.lifecycle.state).toBe('degraded')
    expect(failed.kernel.lifecycle.reasons).toContain('store-failed')
  })

  it('whose disk has no room for the new log is the member it was, and is renewed when it has', () => {
    const wire = restored()
    wire.cut(['b'], ['a', 'c'])
    const before = storeOf(wire.start('b'))
    wire.get('b').isFull = true
    wire.heal()
    wire.run(20_000)
    expect(storeOf(wire.get('b'))).toBe(before)
    expect(wire.get('b').kernel.lifecycle).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect(kindsTold(wire.get('b'))).not.toContain('store-renewed')
    wire.get('b').isFull = false
    wire.run(20_000)
    const b = wire.get('b')
    expect(storeOf(b)).not.toBe(before)
    expect([b.disk.identity?.store, b.kernel.lifecycle.state]).toEqual([storeOf(b), 'operational'])
    expect(has(b, 'after')).toBe(true)
    expectAgreement(wire, ['a', 'b', 'c'])
  })

  it('and that was ejected meanwhile stays out, and is told that', () => {
    const wire = restored()
    wire.command('a', { kind: 'eject', name: 'b' as never })
    wire.start('b')
    wire.run(10_000)
    expect(wire.get('b').kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['ejected'] })
    expect(roster(wire.get('c'))).toEqual(['a@a', 'c@c'])
  })
})

describe('a store that has lost nothing', () => {
  it.each([
    ['is started again at another address', (wire: Wire) => wire.restore('b2', wire.backup('b'))],
    ['is started again when the clock was set back', (wire: Wire) => (wire.now = 1_500)],
    ['is started again', () => undefined],
  ])('and %s stays as it is', (_, change) => {
    const wire = formed()
    put(wire, 'b', 'k')
    wire.run(5_000)
    const before = storeOf(wire.get('b'))
    wire.crash('b')
    change(wire)
    const machine = wire.members.has('b2') ? 'b2' : 'b'
    const again = wire.start(machine, 'member', { name: 'b' })
    wire.run(20_000)
    put(wire, machine, 'later')
    wire.run(20_000)
    expect([storeOf(again), again.kernel.lifecycle.state]).toEqual([before, 'operational'])
    for (const { notices } of wire.members.values())
      expect(notices.map(({ kind }) => kind)).not.toContain('store-renewed')
    expect(has(wire.get('a'), 'later')).toBe(true)
  })
})

interface Copied {
  readonly wire: Wire
  readonly original: Wired
  readonly copy: Wired
}

/** b, and a copy of its disk that is started on another machine while b runs. */
function copied(since: (wire: Wire) => void = () => undefined, address = 'b2'): Copied {
  const wire = formed()
  put(wire, 'b', 'before')
  wire.run(2_000)
  const disk = wire.backup('b')
  since(wire)
  wire.restore('b2', disk)
  const copy = wire.start('b2', 'member', { name: 'b', address })
  return { wire, original: wire.get('b'), copy }
}

/** One of the two is the member, the other knows, and says nothing any more. */
function expectOneOf({ wire, original, copy }: Copied): void {
  wire.run(30_000)
  const states = [original, copy].map(({ kernel }) => kernel.lifecycle)
  const isIn = states.map(({ state }) => state !== 'ejected')
  expect(isIn.filter(Boolean).length).toBe(1)
  const [goesOn, ends] = isIn[0] ? [original, copy] : [copy, original]
  expect(ends.kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['superseded'] })
  expect(ends.notices).toContainEqual({
    kind: 'superseded',
    store: expect.any(String),
    by: storeOf(goesOn),
    address: goesOn.config.address,
  })
  expect(roster(wire.get('a'))).toEqual(['a@a', `b@${goesOn.config.address}`, 'c@c'])
  expectAgreement(wire, ['a', 'c', goesOn === copy ? 'b2' : 'b'])
  const { length } = wire.get('a').kernel.log.ordered
  wire.run(120_000)
  expect(wire.get('a').kernel.log.ordered.length).toBe(length)
  put(wire, ends === copy ? 'b2' : 'b', 'too late')
  wire.run(1_000)
  expect(has(wire.get('a'), 'too late')).toBe(false)
}

describe('two processes with one store', () => {
  it('of which the copy is older: one goes on', () => {
    const both = copied((wire) => put(wire, 'b', 'after'))
    expectOneOf(both)
    expect(has(both.wire.get('a'), 'after')).toBe(true)
  })

  it('that both write: one goes on, and what both wrote before is there', () => {
    const both = copied()
    put(both.wire, 'b', 'of b')
    put(both.wire, 'b2', 'of the copy')
    expectOneOf(both)
    for (const key of ['of b', 'of the copy']) expect(has(both.wire.get('c'), key)).toBe(true)
  })

  it('of which neither writes: one goes on', () => {
    expectOneOf(copied())
  })

  it('that listen at one address, as on NATS, and write nothing: one goes on', () => {
    expectOneOf(copied(() => undefined, 'b'))
  })

  it('that were cut off from each other: one goes on, and nothing is lost', () => {
    const both = copied()
    const { wire } = both
    wire.cut(['a', 'b'], ['c', 'b2'])
    wire.run(2_000)
    put(wire, 'b', 'of b')
    put(wire, 'b2', 'of the copy')
    wire.run(20_000)
    wire.heal()
    expectOneOf(both)
    const ids = new Set([...wire.get('a').kernel.log.ordered].map((entry) => formatEntryId(entry)))
    for (const { kernel } of [both.original, both.copy])
      for (const entry of kernel.log.ordered) expect(ids.has(formatEntryId(entry))).toBe(true)
  })

  it('of which one is renewed while the other is cut off and writes: both are told what is void', () => {
    const both = copied((wire) => put(wire, 'b', 'after'))
    const { wire, original, copy } = both
    wire.cut(['b'], ['a', 'c', 'b2'])
    wire.run(5_000)
    expect(kindsTold(copy)).toContain('store-renewed')
    put(wire, 'b', 'in vain')
    wire.run(1_000)
    wire.heal()
    expectOneOf(both)
    for (const { notices } of [original, copy]) {
      const reason = 'author-not-member'
      expect(notices).toContainEqual(expect.objectContaining({ kind: 'void', reason }))
    }
    expect(has(wire.get('a'), 'in vain')).toBe(false)
    const events = [...wire.get('a').kernel.log.ordered].map(({ event }) => event)
    expect(events).toContainEqual(expect.objectContaining({ key: 'in vain' }))
  })

  it('stays superseded when it is started again, and comes back when it joins', () => {
    const both = copied()
    put(both.wire, 'b', 'of b')
    put(both.wire, 'b2', 'of the copy')
    expectOneOf(both)
    const { wire } = both
    const isCopyIn = both.copy.kernel.lifecycle.state !== 'ejected'
    const [inside, outside] = isCopyIn ? ['b2', 'b'] : ['b', 'b2']
    wire.crash(outside)
    const again = wire.start(outside, 'member', { name: 'b' })
    expect(kindsTold(again)).toContain('superseded')
    wire.run(10_000)
    expect(again.kernel.lifecycle).toEqual({ state: 'ejected', reasons: ['superseded'] })
    wire.crash(inside)
    wire.run(20_000)
    const id = wire.command(outside, { kind: 'join', contact: 'a' as Address, timeoutMs: 9_000 })
    wire.run(10_000)
    expect(wire.outcomes.get(id)).toMatchObject({ ok: true })
    expect(roster(wire.get('c'))).toEqual(['a@a', `b@${outside}`, 'c@c'])
  })
})
