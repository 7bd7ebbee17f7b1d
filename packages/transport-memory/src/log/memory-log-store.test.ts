import { describe, expect, it } from 'vitest'
import { logStoreContract, verify } from '@quorate/conformance'
import type { LogStoreHarness } from '@quorate/conformance'
import { FsError } from '@quorate/core'
import type { LogIdentity, Recovered } from '@quorate/core'
import type { Observable } from 'rxjs'
import { MemoryLogStore } from './memory-log-store.ts'
import type { LogCall, MemoryLogStoreOptions } from './memory-log-store.ts'
import { createWorld } from '../world.ts'

const alone = (): LogStoreHarness => {
  let isFull = false
  const noRoom = new FsError('full', 'no room')
  const errorOf = (call: LogCall): Error | undefined =>
    isFull && call.kind === 'write' && call.bytes >= 1 << 20 ? noRoom : undefined
  const store = new MemoryLogStore({ errorOf })
  return {
    fill: () => {
      isFull = true
      return () => (isFull = false)
    },
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
    fill: () => world.disk('a', { capacityBytes: 100_000 }),
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
  for (const contractCase of logStoreContract(['crash', 'write-failure', 'full'])) {
    it(contractCase.name, () => verify(contractCase, alone))
  }
})

describe.each([1, 2, 3, 4, 5])('a store on a machine whose writes take time, seed %i', (seed) => {
  for (const contractCase of logStoreContract(['crash', 'full'])) {
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

describe('a disk that fails the store', () => {
  const failing = (
    kind: LogCall['kind'],
  ): { store: MemoryLogStore; fail: (is: boolean) => void } => {
    let isFailing = false
    const errorOf = (call: LogCall): Error | undefined =>
      isFailing && call.kind === kind ? new FsError('io', `a ${kind} failed`) : undefined
    return { store: new MemoryLogStore({ errorOf }), fail: (is) => (isFailing = is) }
  }
  const ending = (operation: Observable<unknown>): string => {
    let ended = 'nothing'
    operation.subscribe({
      error: (error: unknown) => (ended = String(error)),
      complete: () => (ended = 'done'),
    })
    return ended
  }

  it.each(['write', 'sync'] as const)('at a %s: no write more until it is opened again', (kind) => {
    const { store, fail } = failing(kind)
    recoveredFrom(store)
    store.start(identity).subscribe()
    store.append([entry(1)]).subscribe()
    fail(true)
    expect(ending(store.append([entry(2)]))).toBe(`FsError: a ${kind} failed`)
    fail(false)
    expect(ending(store.append([entry(3)]))).toContain('open the store again')
    expect(ending(store.close())).toBe('done')
    expect(recoveredFrom(store).entries).toEqual([entry(1)])
    expect(ending(store.append([entry(4)]))).toBe('done')
  })

  it('at opening: it is not held, and may be opened when the disk is well', () => {
    const { store, fail } = failing('read')
    fail(true)
    expect(ending(store.open())).toBe('FsError: a read failed')
    fail(false)
    expect(ending(store.open())).toBe('done')
  })

  it('at a sync fails the writes under way after it', () => {
    const pending: (() => void)[] = []
    let failures = 1
    const store = new MemoryLogStore({
      whenSynced: (durable) => pending.push(durable),
      errorOf: ({ kind }) =>
        kind === 'sync' && failures-- > 0 ? new FsError('io', 'a sync failed') : undefined,
    })
    recoveredFrom(store)
    const ended: string[] = []
    const note = {
      error: (error: unknown) => ended.push(String(error)),
      complete: () => ended.push('done'),
    }
    store.append([entry(1)]).subscribe(note)
    store.append([entry(2)]).subscribe(note)
    store.close().subscribe(note)
    for (const durable of pending) durable()
    expect(ended).toEqual([
      'FsError: a sync failed',
      expect.stringContaining('open the store again'),
      'done',
    ])
    expect(recoveredFrom(store).entries).toEqual([])
  })
})

describe('bit rot in the store', () => {
  const written = (options: MemoryLogStoreOptions = {}): MemoryLogStore => {
    const store = new MemoryLogStore(options)
    recoveredFrom(store)
    store.append([entry(0), new Uint8Array(2)]).subscribe()
    store.close().subscribe()
    return store
  }

  it.each([
    [0, 0],
    [7, 0],
    [8, 1],
    [23, 1],
  ])(
    'of bit %i is found when it is opened, in entry %i; the same bit again mends it',
    (bit, index) => {
      const store = written()
      store.rot(bit)
      let error: unknown
      store.open().subscribe({ error: (refusal: unknown) => (error = refusal) })
      expect(error).toMatchObject({
        code: 'damaged',
        message: expect.stringContaining(`entry ${index} `),
      })
      store.rot(bit)
      expect(recoveredFrom(store).entries).toEqual([entry(0), new Uint8Array(2)])
    },
  )

  it('is handed out by a store without checks', () => {
    const store = written({ checked: false })
    store.rot(9)
    expect(recoveredFrom(store).entries).toEqual([entry(0), Uint8Array.of(2, 0)])
  })
})

describe('a backup of the store', () => {
  it('is what was durable, or all that was written, and is changed by nothing later', () => {
    const pending: (() => void)[] = []
    const store = new MemoryLogStore({ whenSynced: (durable) => pending.push(durable) })
    recoveredFrom(store)
    store.start(identity).subscribe()
    store.append([entry(1)]).subscribe()
    for (const durable of pending.splice(0)) durable()
    store.append([entry(2)]).subscribe()
    const backups = [store.backup(), store.backup({ unsynced: true })]
    for (const durable of pending.splice(0)) durable()
    store.start(identity).subscribe()
    const found = backups.map((backup) => {
      store.crash()
      store.restore(backup)
      return recoveredFrom(store)
    })
    expect(found.map(({ entries }) => entries)).toEqual([[entry(1)], [entry(1), entry(2)]])
    expect(found.map((each) => each.identity)).toEqual([identity, identity])
    expect(store.setAside).toEqual([{ identity: undefined, entries: [] }])
  })
})
