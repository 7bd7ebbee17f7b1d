import { compareEntries, createMember, type LogEntry, type Member } from '@quorate/core'
import { createWorld, type World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { alone, pair, refused, secret } from './alone.fixture.ts'

const idOf = ({ stream, seq }: LogEntry): string => `${stream}.${seq}`
const idsOf = (log: readonly LogEntry[]): readonly string[] => log.map(idOf)

interface Two {
  readonly world: World
  readonly ann: Member
  readonly ben: Member
}

/** Milliseconds since 1970, as a machine's clock has it. */
const wallOf = (world: World): number => epochMs + world.now
const epochMs = Date.UTC(2030, 0)

/** Members of one cluster that do not reach each other. */
async function apart(): Promise<Two> {
  const world = createWorld({ seed: 3, epochMs })
  const start = (name: string): Promise<Member> => createMember({ ...world.env(name), secret })
  const [ann, ben] = [await start('ann'), await start('ben')]
  await world.settle(ben.join('ann'))
  await world.until(() => ann.version().hash === ben.version().hash)
  world.cut(['ann'], ['ben'])
  return { world, ann, ben }
}

/** Both wrote the same key while they were apart. */
async function met(): Promise<Two> {
  const { world, ann, ben } = await apart()
  world.heal()
  await world.settle(ann.put('colour', 'blue'))
  await world.until(() => ben.get('colour') === 'blue')
  world.cut(['ann'], ['ben'])
  await world.settle(ann.put('colour', 'green'))
  await world.advance(10)
  await world.settle(ben.put('colour', 'red'))
  await world.settle(ben.put('shape', 'round'))
  world.heal()
  await world.until(() => ann.version().hash === ben.version().hash)
  return { world, ann, ben }
}

describe('why a key is as it is', () => {
  it('is told with what each entry overrode, at the other member too', async () => {
    const { ann, ben } = await met()
    const told: string[] = []
    // #region explain
    for (const { by, event, outcome, overrode } of ann.explain({ key: 'colour' })) {
      const value = 'value' in event ? JSON.stringify(event.value) : 'nothing'
      told.push(`${by} put ${value}: ${outcome}, in place of ${overrode.length} others`)
    }
    // #endregion explain
    expect(told).toEqual([
      'ann put "blue": overridden, in place of 0 others',
      'ann put "green": lost, in place of 1 others',
      'ben put "red": stands, in place of 1 others',
    ])
    expect(ben.explain({ key: 'colour' })).toEqual(ann.explain({ key: 'colour' }))
    const [blue, green] = ann.explain({ key: 'colour' })
    expect(green?.overrode).toEqual([{ id: blue?.id, by: 'ann', at: blue?.at }])
  })

  it.each([undefined, null, 'k', {}, { key: 5 }, { name: null }, { key: 'k', name: 'a' }])(
    'is refused for %j',
    async (subject) => {
      const around = await alone()
      const ask = (): unknown => around.member.explain(subject as never)
      expect((await refused(around.world, ask)).code).toBe('invalid-option')
    },
  )
})

describe('what was so', () => {
  it('as of a version is what its holder saw; as of a time, with what is known by now', async () => {
    const { world, ann, ben } = await apart()
    await world.settle(ben.put('colour', 'red'))
    await world.advance(1000)
    const now = wallOf(world)
    // #region at
    const then = ann.version()
    const seen = ann.stateInfo()

    world.heal()
    await world.until(() => ann.get('colour') === 'red')
    const saw = ann.at(then).stateInfo // what ann saw then: ben's write had not arrived
    const was = ann.at(now).stateInfo // what was so then, as is known today
    // #endregion at
    expect(saw).toEqual(seen)
    expect([saw['colour'], was['colour']]).toEqual([undefined, 'red'])
    expect(ben.at(then).stateInfo).toEqual(seen)
    expect(ann.at(was.ts).stateInfo).toEqual(was)
    expect(ann.at(now).members.map(({ name }) => name)).toEqual(['ann', 'ben'])
    expect(ann.at(now).entries).toBe(3)
    const founded = ann.at(ann.log()[0]?.hlc.l ?? 0)
    expect(founded).toMatchObject({ members: [{ name: 'ann' }], entries: 1 })
  })

  it('is a copy', async () => {
    const { world, member } = await alone()
    await world.settle(member.put('k', { list: [1] }))
    const { ts } = member.stateInfo()
    Object.assign(member.at(ts).stateInfo['k'] as object, { list: [2] })
    expect(member.at(ts).stateInfo['k']).toEqual({ list: [1] })
  })

  it('is every state that was ever shown', async () => {
    const { world, member, other } = await pair()
    const shown: (readonly [ReturnType<Member['version']>, unknown])[] = []
    member.stateInfo$.subscribe((info) => shown.push([member.version(), info]))
    for (const by of [member, other, other, member]) await world.settle(by.put('k', world.now))
    await world.until(() => member.version().hash === other.version().hash)
    await world.settle(member.eject('b'))
    expect(shown.length).toBeGreaterThan(5)
    for (const [version, info] of shown) expect(member.at(version).stateInfo).toEqual(info)
  })

  it('is refused for what the log does not reach, or is no moment', async () => {
    const { world, member, other } = await pair()
    const codeOf = async (moment: unknown): Promise<string> =>
      (await refused(world, () => member.at(moment as never))).code
    const { vector, hash } = member.version()
    const alien = await alone({}, createWorld({ seed: 2 }))
    expect(await codeOf(world.now + 60_000)).toBe('not-in-log')
    expect(await codeOf(-1)).toBe('not-in-log')
    expect(await codeOf(alien.member.version())).toBe('not-in-log')
    expect(await codeOf({ vector, hash: 'ab' })).toBe('not-in-log')
    expect(await codeOf(['b', 2])).toBe('not-in-log')
    for (const moment of [
      undefined,
      null,
      Number.NaN,
      'now',
      {},
      [],
      ['a', -1],
      { vector, hash: 1 },
    ])
      expect(await codeOf(moment)).toBe('invalid-option')
    for (const wrong of [new Map([['x', 1]]), new Map([[[...vector.keys()][0], -1]]), {}])
      expect(await codeOf({ vector: wrong, hash })).toBe('invalid-option')
    expect(member.at({ vector, hash }).stateInfo).toEqual(other.stateInfo())
  })
})

describe('the log as a stream', () => {
  it('is the log and what comes to it, each once, also what belongs in between', async () => {
    const { world, ann, ben } = await apart()
    await world.settle(ben.put('colour', 'red'))
    await world.advance(1000)
    await world.settle(ann.put('colour', 'green'))
    // #region log
    const mirror: LogEntry[] = []
    ann.log$.subscribe((entry) => {
      const later = mirror.findIndex((each) => compareEntries(each, entry) > 0)
      mirror.splice(later === -1 ? mirror.length : later, 0, entry)
    })
    // #endregion log
    expect(mirror).toEqual(ann.log())
    const before = idsOf(mirror)
    const arrived: string[] = []
    ann.events$.subscribe((entry) => arrived.push(idOf(entry)))
    world.heal()
    await world.until(() => ann.version().hash === ben.version().hash)
    await world.settle(ben.put('shape', 'round'))
    await world.until(() => ann.get('shape') === 'round')
    await world.advance(1000)
    expect(mirror).toEqual(ann.log())
    expect([...before, ...arrived].toSorted()).toEqual(idsOf(mirror).toSorted())
    const late = mirror.findIndex(({ event }) => 'value' in event && event.value === 'red')
    expect(before[late]).not.toBe(idsOf(mirror)[late])
    expect(before).toContain(idsOf(mirror)[late + 1])
  })

  it('misses and repeats nothing for whoever begins in the middle of a change', async () => {
    const { world, member, other } = await pair()
    const mirrors: (readonly string[])[] = []
    const begin = (): void => {
      const mirror: string[] = []
      mirrors.push(mirror)
      member.log$.subscribe((entry) => mirror.push(idOf(entry)))
    }
    let calls = 0
    const now = (): void => (calls++ < 30 ? begin() : undefined)
    member.events$.subscribe(now)
    member.log$.subscribe(now)
    member.stateInfo$.subscribe(now)
    member.notices$.subscribe(now)
    for (let i = 0; i < 3; i++)
      await world.settle(
        Promise.all([
          member.put('k', i),
          member.put('l', i),
          other.put('k', -i),
          other.put('m', i),
        ]),
      )
    await world.until(() => member.version().hash === other.version().hash)
    await world.advance(1000)
    expect(mirrors.length).toBe(30)
    const whole = idsOf(member.log()).toSorted()
    for (const mirror of mirrors) expect(mirror.toSorted()).toEqual(whole)
  })

  it('tells nothing that is not durable, and in time all of it', async () => {
    const { world, member } = await alone()
    world.disk('a', { latencyMs: { min: 5, max: 5 } })
    const mirror: LogEntry[] = []
    const put = member.put('k', 1)
    const waiting = member.log().length
    member.log$.subscribe((entry) => mirror.push(entry))
    expect(mirror.length).toBe(waiting - 1)
    await world.settle(put)
    expect(mirror).toEqual(member.log())
  })

  it('goes on with the log that was joined', async () => {
    const { world, member } = await alone()
    const told: LogEntry[] = []
    const founder = await createMember({ ...world.env('b'), secret })
    member.log$.subscribe((entry) => told.push(entry))
    const own = idsOf(told)
    await world.settle(member.join('b'))
    await world.until(() => member.version().hash === founder.version().hash)
    await world.advance(1000)
    expect(idsOf(told).slice(0, own.length)).toEqual(own)
    expect(idsOf(told).slice(own.length).toSorted()).toEqual(idsOf(member.log()).toSorted())
    const later: LogEntry[] = []
    member.log$.subscribe((entry) => later.push(entry))
    expect(later).toEqual(member.log())
  })

  it('is, after stop, the log that was, and over', async () => {
    const { world, member } = await alone()
    await world.settle(member.put('k', 1))
    await world.settle(member.stop())
    const told: unknown[] = []
    member.log$.subscribe({ next: (entry) => told.push(entry), complete: () => told.push('over') })
    expect(told).toEqual([...member.log(), 'over'])
  })
})
