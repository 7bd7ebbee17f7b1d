import { createMember, type Mark, type Member, peekFrame } from '@quorate/core'
import {
  createWorld,
  pass,
  type Rule,
  type World,
  type WorldOptions,
} from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'

/** Marks that a campaign is not asked for: a story of each. */
class Story {
  readonly world: World

  constructor(options: Partial<WorldOptions> = {}) {
    this.world = createWorld({ seed: 3, ...options })
  }

  start(name: string): Promise<Member> {
    return this.#member(this.world.env(name))
  }

  restart(name: string): Promise<Member> {
    return this.#member(this.world.restart(name))
  }

  hits(mark: Mark): number {
    return this.world.marks.get(mark) ?? 0
  }

  #member(env: ReturnType<World['env']>): Promise<Member> {
    return this.world.settle(createMember({ secret: 'only members know', ...env }))
  }
}

/** What this one says to others is lost, but for how it greets them. */
const onlyGreets =
  (name: string): Rule =>
  ({ from, bytes }) => {
    const kinds = peekFrame(bytes)?.kinds ?? []
    const isGreeting = kinds.includes('hello') || kinds.includes('nonce')
    return from === name && !isGreeting ? { kind: 'drop', reason: 'only greets' } : pass
  }

describe('what a campaign seldom meets', () => {
  it('a request for a life that is over is asked of the next one', async () => {
    const story = new Story()
    const { world } = story
    const a = await story.start('a')
    await world.settle((await story.start('b')).join('a'))
    await world.advance(5000)
    world.crash('b')
    const speak = world.addRule(onlyGreets('b'))
    const b = await story.restart('b')
    b.onRequest((data) => Promise.resolve({ echo: data }))
    await world.advance(3000)
    speak()
    expect(await world.settle(a.request('b', 'hello'))).toEqual({ echo: 'hello' })
    expect(story.hits('requests.next-life')).toBe(1)
  })

  it('one that is unknown holds more of the own store than a log that was put back', async () => {
    const story = new Story()
    const { world } = story
    await story.start('a')
    await world.advance(1000)
    const backup = world.backup('a')
    const b = await story.start('b')
    await world.settle(b.join('a'))
    await world.advance(1000)
    world.crash('a')
    world.restore('a', backup)
    const a = await story.restart('a')
    await world.advance(60_000)
    expect(story.hits('replication.unknown-asked')).toBeGreaterThan(0)
    expect(a.version().hash).toBe(b.version().hash)
  })

  it('whoever was let in by one that is out is asked first, and then is given the log', async () => {
    const story = new Story()
    const { world } = story
    const a = await story.start('a')
    for (const name of ['b', 'c']) await world.settle((await story.start(name)).join('a'))
    await world.advance(3000)
    const [d, e] = [await story.start('d'), await story.start('e')]
    world.cut(['a', 'b'], ['c', 'd', 'e'])
    await world.settle(a.eject('c'))
    for (const one of [d, e]) await world.settle(one.join('c'))
    world.heal()
    await world.advance(15_000)
    expect(story.hits('replication.unknown-asked')).toBeGreaterThan(0)
    expect(story.hits('replication.unknown-told')).toBeGreaterThan(0)
    for (const one of [d, e]) expect(one.state.state).toBe('ejected')
  })

  it('one that was let in and never heard of it joins again, and gives that store up', async () => {
    const story = new Story()
    const { world } = story
    const a = await story.start('a')
    const b = await story.start('b')
    const speak = world.addRule(onlyGreets('a'))
    await expect(world.settle(b.join('a', { timeoutMs: 2000 }))).rejects.toThrow()
    speak()
    await world.settle(b.join('a'))
    expect(story.hits('membership.store-given-up')).toBe(1)
    expect(a.members().map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('a log is set aside while somebody waits for its disk, and is told', async () => {
    const story = new Story({ syncMs: { min: 2000, max: 2000 } })
    const { world } = story
    await story.start('a')
    const b = await story.start('b')
    await world.advance(10_000)
    const joined = b.join('a', { timeoutMs: 20_000 })
    await world.advance(1900)
    const written = b.put('key', 'value')
    await world.settle(Promise.all([joined, written]))
    expect(story.hits('kernel.adopted-pending')).toBeGreaterThan(0)
  })
})
