import { createMember, type LogStore, type Member } from '@quorate/core'
import { checksumCrypto, createWorld, loss, type World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { secret } from '../parity/cluster.fixture.ts'

const crypto = checksumCrypto()

interface Counted {
  readonly store: LogStore
  /** How many entries each append had. */
  readonly appends: readonly number[]
}

function counting(store: LogStore): Counted {
  const appends: number[] = []
  const counted: LogStore = {
    open: () => store.open(),
    start: (identity, entries) => store.start(identity, entries),
    append: (batch) => {
      appends.push(batch.length)
      return store.append(batch)
    },
    saveCheckpoint: (bytes) => store.saveCheckpoint(bytes),
    close: () => store.close(),
  }
  return { store: counted, appends }
}

interface Burst {
  readonly world: World
  readonly members: readonly Member[]
  /** Of `m0`, at which the others join. */
  readonly appends: readonly number[]
  readonly frames: () => number
}

/** So many members, each a cluster of its own. */
async function apart(count: number, seed: number): Promise<Burst> {
  let frames = 0
  const onTrace = ({ kind }: { readonly kind: string }): void => {
    if (kind === 'send') frames++
  }
  const world = createWorld({ seed, onTrace, syncMs: { min: 1, max: 3 } })
  const members: Member[] = []
  const contact = world.env('m0')
  const { store: log, appends } = counting(contact.log)
  members.push(await world.settle(createMember({ ...contact, log, crypto, secret })))
  while (members.length < count) {
    const env = world.env(`m${members.length}`)
    members.push(await world.settle(createMember({ ...env, crypto, secret })))
  }
  return { world, members, appends, frames: () => frames }
}

/** All but the first join it at one instant; how long until every one is in. */
async function joinAll({ world, members }: Burst): Promise<number> {
  const begun = world.now
  await world.settle(Promise.all(members.slice(1).map((member) => member.join('m0'))))
  return world.now - begun
}

const sizes = (members: readonly Member[]): ReadonlySet<number> =>
  new Set(members.map((member) => member.members().length))

const hashes = (members: readonly Member[]): ReadonlySet<string> =>
  new Set(members.map((member) => member.version().hash))

describe('a burst of joins at one member', () => {
  it('of 199 is two admissions: all are in, and list each other, within 200 ms', async () => {
    const burst = await apart(200, 1)
    const { members } = burst
    const [appendsBefore, framesBefore] = [burst.appends.length, burst.frames()]
    expect(await joinAll(burst)).toBeLessThan(200)
    expect(sizes(members)).toEqual(new Set([200]))
    expect(hashes(members).size).toBe(1)
    expect(burst.appends.slice(appendsBefore)).toEqual([1, 198])
    expect(burst.frames() - framesBefore).toBeLessThan(15 * 200)
  }, 120_000)

  it('takes no more than a second or two when one frame in twenty is lost', async () => {
    for (const seed of [1, 2, 3]) {
      const burst = await apart(40, seed)
      const appendsBefore = burst.appends.length
      burst.world.addRule(loss(0.05))
      expect(await joinAll(burst)).toBeLessThan(3000)
      await burst.world.advance(2000)
      expect(sizes(burst.members)).toEqual(new Set([40]))
      const admissions = burst.appends.slice(appendsBefore)
      expect(admissions.length).toBeLessThanOrEqual(10)
      expect(admissions.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(39)
    }
  })

  it('lets the next in at once when it is over', async () => {
    const burst = await apart(4, 1)
    const { world, members } = burst
    await world.settle(members[1]?.join('m0') ?? Promise.resolve())
    await world.advance(200)
    const begun = world.now
    await world.settle(members[2]?.join('m0') ?? Promise.resolve())
    expect(world.now - begun).toBeLessThan(50)
    await world.settle(members[3]?.join('m0') ?? Promise.resolve())
    expect(world.now - begun).toBeGreaterThan(100)
  })
})
