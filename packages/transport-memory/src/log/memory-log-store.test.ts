import { describe, expect, it } from 'vitest'
import { logStoreContract, verify } from '@quorate/conformance'
import type { LogStoreHarness } from '@quorate/conformance'
import type { LogIdentity, Recovered } from '@quorate/core'
import { MemoryLogStore } from './memory-log-store.ts'
import { createWorld } from '../world.ts'

const alone = (): LogStoreHarness => {
  const store = new MemoryLogStore()
  return {
    create: () => store,
    until: (condition) => Promise.resolve(condition()),
    crash: () => Promise.resolve(store.crash()),
    failNextWrite: () => store.failNextWrite('disk full'),
    close: () => Promise.resolve(),
  }
}

/** On a machine whose writes take time; each `create` is from the process of the moment. */
const onDisk = (seed: number) => (): LogStoreHarness => {
  const world = createWorld({ seed, syncMs: { min: 0, max: 10 } })
  let { log } = world.env('a')
  return {
    create: () => log,
    until: (condition) =>
      world.until(condition, { withinMs: 1_000 }).then(
        () => true,
        () => false,
      ),
    crash: async () => {
      await world.advance(3)
      world.crash('a')
      log = world.restart('a').log
    },
    close: () => Promise.resolve(),
  }
}

describe('a store in memory, alone', () => {
  for (const contractCase of logStoreContract(['crash', 'write-failure'])) {
    it(contractCase.name, () => verify(contractCase, alone))
  }
})

describe.each([1, 2, 3, 4, 5])('a store on a machine whose writes take time, seed %i', (seed) => {
  for (const contractCase of logStoreContract(['crash'])) {
    it(contractCase.name, () => verify(contractCase, onDisk(seed)))
  }
})

const identity = { store: '1'.repeat(32), cluster: 'c'.repeat(32) } as LogIdentity
const entry = (n: number): Uint8Array => new Uint8Array([n])

const recoveredFrom = (store: MemoryLogStore): Recovered => {
  const found: Recovered[] = []
  store.open().subscribe((recovered) => found.push(recovered))
  const [recovered] = found
  if (recovered === undefined) throw new Error('open() did not emit')
  return recovered
}

describe('a crash with writes under way', () => {
  const crashed = (surviving: number): readonly number[] => {
    const store = new MemoryLogStore({ whenSynced: (durable) => pending.push(durable) })
    const pending: (() => void)[] = []
    recoveredFrom(store)
    let completions = 0
    store.start(identity).subscribe({ complete: () => completions++ })
    store.append([entry(1), entry(2)]).subscribe({ complete: () => completions++ })
    store.append([entry(3)]).subscribe({ complete: () => completions++ })
    expect(store.unsynced).toBe(4)
    store.crash(surviving)
    for (const durable of pending) durable()
    expect(completions).toBe(0)
    const { identity: found, entries } = recoveredFrom(store)
    expect(found === undefined).toBe(surviving === 0)
    return entries.map((bytes) => bytes[0] ?? 0)
  }

  it('keeps the first so many steps and tells nobody', () => {
    expect(crashed(0)).toEqual([])
    expect(crashed(1)).toEqual([])
    expect(crashed(2)).toEqual([1])
    expect(crashed(3)).toEqual([1, 2])
    expect(crashed(4)).toEqual([1, 2, 3])
  })
})

describe('writes that are durable out of order', () => {
  it('complete in order', () => {
    const pending: (() => void)[] = []
    const store = new MemoryLogStore({ whenSynced: (durable) => pending.push(durable) })
    recoveredFrom(store)
    const completed: string[] = []
    store.start(identity).subscribe({ complete: () => completed.push('start') })
    store.append([entry(1)]).subscribe({ complete: () => completed.push('first') })
    store.append([entry(2)]).subscribe({ complete: () => completed.push('second') })
    pending[2]?.()
    pending[1]?.()
    expect(completed).toEqual([])
    pending[0]?.()
    expect(completed).toEqual(['start', 'first', 'second'])
  })
})

describe('a second close that is late', () => {
  it('does not close what was opened in between', () => {
    const pending: (() => void)[] = []
    const store = new MemoryLogStore({ whenSynced: (durable) => pending.push(durable) })
    recoveredFrom(store)
    store.start(identity).subscribe()
    store.close().subscribe({ complete: () => recoveredFrom(store) })
    store.close().subscribe()
    pending[0]?.()
    let trouble: unknown
    store.open().subscribe({ error: (error: unknown) => (trouble = error) })
    expect(String(trouble)).toContain('held already')
  })
})

describe('what start() set aside', () => {
  it('is kept whole', () => {
    const store = new MemoryLogStore()
    recoveredFrom(store)
    store.start(identity).subscribe()
    store.append([entry(7)]).subscribe()
    store.start(identity).subscribe()
    expect(store.setAside).toEqual([
      { identity: undefined, entries: [] },
      { identity, entries: [entry(7)] },
    ])
  })
})
