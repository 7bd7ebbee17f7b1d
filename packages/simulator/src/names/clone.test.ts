import {
  compareEntries,
  createMember,
  type LogEntry,
  type LogIdentity,
  type Member,
} from '@quorate/core'
import { createWorld, MemoryLogStore, type World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { secret, startIn } from '../door/alone.fixture.ts'

/** A disk as it was, on another machine: a restored backup, a copied container. */
function copyOf(store: MemoryLogStore): MemoryLogStore {
  const copy = new MemoryLogStore()
  copy.open().subscribe()
  store.open().subscribe(({ identity, entries }) => {
    copy.start(identity as LogIdentity).subscribe()
    copy.append(entries).subscribe()
  })
  store.close().subscribe()
  copy.close().subscribe()
  return copy
}

interface Copied {
  readonly world: World
  readonly a: Member
  readonly disk: MemoryLogStore
  readonly copy: MemoryLogStore
}

/** `a`, and `b` that wrote something and was stopped; its disk was copied then. */
async function copied(): Promise<Copied> {
  const world = createWorld({ seed: 1 })
  const a = await startIn(world, 'a')
  const disk = new MemoryLogStore()
  const b = await startIn(world, 'b', { log: disk })
  await world.settle(b.join('a'))
  await world.settle(b.put('k', 1))
  await world.advance(1000)
  await world.settle(b.stop())
  world.crash('b')
  return { world, a, disk, copy: copyOf(disk) }
}

const restartB = (world: World, log: MemoryLogStore): Promise<Member> =>
  world.settle(createMember({ secret, ...world.restart('b'), log }))

describe('a disk that is copied', () => {
  it('a backup restored goes on: what it lost it gets back, its new writes are new entries', async () => {
    const { world, a, disk, copy } = await copied()
    const later = await restartB(world, disk)
    await world.settle(later.put('k', 2))
    await world.advance(2000)
    world.crash('b')
    const restored = await restartB(world, copy)
    await world.settle(restored.put('j', 1))
    await world.advance(3000)
    expect([a.get('k'), a.get('j')]).toEqual([2, 1])
    expect(restored.version().hash).toBe(a.version().hash)
  })

  it('a backup restored tells each entry of its log once, though a new store goes on with it', async () => {
    const { world, disk, copy } = await copied()
    const later = await restartB(world, disk)
    await world.settle(later.put('k', 2))
    await world.advance(2000)
    world.crash('b')
    const restored = await restartB(world, copy)
    const notices: string[] = []
    restored.notices$.subscribe(({ kind }) => notices.push(kind))
    const told: LogEntry[] = []
    restored.log$.subscribe((entry) => told.push(entry))
    await world.advance(3000)
    await world.settle(restored.put('j', 1))
    expect(notices).toContain('store-renewed')
    const afterwards: LogEntry[] = []
    restored.log$.subscribe((entry) => afterwards.push(entry))
    expect(afterwards).toEqual(restored.log())
    expect(told.toSorted(compareEntries)).toEqual(restored.log())
  })

  it('two that run beside each other lose no write, and the log does not grow by itself', async () => {
    const { world, a, disk, copy } = await copied()
    const b = await restartB(world, disk)
    const clone = await startIn(world, 'clone', { name: 'b', log: copy })
    await world.settle(Promise.all([b.put('of b', 1), clone.put('of the clone', 1)]))
    await world.advance(30_000)
    const before = a.log().length
    await world.advance(120_000)
    expect(a.log().length).toBe(before)
    const kinds = a.log().map(({ event }) => event.kind)
    expect(kinds.filter((kind) => kind === 'member-moved').length).toBeLessThanOrEqual(2)
    expect([a.get('of b'), a.get('of the clone')]).toEqual([1, 1])
  })
})
