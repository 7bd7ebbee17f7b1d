import { createMember, type Member } from '@quorate/core'
import { createWorld, type World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { refused, secret } from '../door/alone.fixture.ts'

interface Twins {
  readonly world: World
  readonly a: Member
  readonly b: Member
  /** Holds the name `x`. */
  readonly holder: Member
  /** Chose it too, and is listed as `x#…`. */
  readonly displaced: Member
  readonly listedAs: string
}

/** Each half of a partition let in an `x` of its own. */
async function twins(): Promise<Twins> {
  const world = createWorld({ seed: 1 })
  const start = (machine: string, name = machine): Promise<Member> =>
    world.settle(
      createMember({
        secret,
        ...world.env(machine),
        name,
        onRequest: (data, asker) => `${machine} heard ${asker.name} say ${JSON.stringify(data)}`,
      }),
    )
  const [a, b] = [await start('a'), await start('b')]
  await world.settle(b.join('a'))
  await world.advance(1000)
  const [one, two] = [await start('x1', 'x'), await start('x2', 'x')]
  world.cut(['a', 'x1'], ['b', 'x2'])
  await world.settle(Promise.all([one.join('a'), two.join('b')]))
  await world.advance(1000)
  world.heal()
  await world.advance(15_000)
  const isFirst = one.state.reasons.includes('displaced')
  const [displaced, holder] = isFirst ? [one, two] : [two, one]
  const listed = a.members().find(({ name }) => name.startsWith('x#'))
  return { world, a, b, holder, displaced, listedAs: listed?.name ?? '' }
}

describe('two halves that each let in a member of one name', () => {
  it('agree on who holds it; the other stays a member under a name of its own', async () => {
    const { a, b, holder, displaced, listedAs } = await twins()
    const all = [a, b, holder, displaced]
    expect(new Set(all.map((member) => member.version().hash)).size).toBe(1)
    expect(a.members().map(({ name }) => name)).toEqual(['a', 'b', 'x', listedAs])
    expect(displaced.state).toEqual({ state: 'degraded', reasons: ['displaced'] })
    for (const each of [a, b, holder]) expect(each.state.state).toBe('operational')
  })

  it('everybody means the same member by one name, the two of them as well', async () => {
    const { world, a, holder, displaced, listedAs } = await twins()
    for (const from of [a, holder, displaced]) {
      const [toHolder, toOther] = await world.settle(
        Promise.all([from.request('x', 1), from.request(listedAs, 1)]),
      )
      expect(toHolder).toMatch(new RegExp(`^${holder.address} heard`))
      expect(toOther).toMatch(new RegExp(`^${displaced.address} heard`))
    }
  })

  it('the displaced one writes, asks and is asked, also when the holder is gone', async () => {
    const { world, a, displaced, listedAs } = await twins()
    await world.settle(a.eject('x'))
    await world.advance(5000)
    await world.settle(displaced.put('k', 'by the displaced'))
    await world.advance(1000)
    expect(a.get('k')).toBe('by the displaced')
    expect(await world.settle(displaced.request('a', 'hello'))).toBe('a heard x say "hello"')
    expect(await world.settle(a.request(listedAs, 'hello'))).toMatch(/heard a say "hello"/)
    expect(a.failedPeers()).toEqual([])
  })

  it('it leaves and joins again to take the name, once that is free; till then it may not', async () => {
    const { world, a, holder, displaced, listedAs } = await twins()
    await world.settle(displaced.eject(listedAs))
    await world.advance(2000)
    expect(displaced.state.state).toBe('ejected')
    expect((await refused(world, () => displaced.join('a'))).code).toBe('name-taken')
    await world.settle(holder.eject('x'))
    await world.advance(2000)
    await world.settle(displaced.join('a'))
    await world.advance(3000)
    expect(displaced.state).toEqual({ state: 'operational', reasons: [] })
    expect(a.members()).toContainEqual({ name: 'x', address: displaced.address })
    expect((await refused(world, () => holder.join('a'))).code).toBe('name-taken')
  })
})
