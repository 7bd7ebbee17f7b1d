import { createMember, type Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { secret } from '../door/alone.fixture.ts'

/** c was ejected while it was cut off with x, and let x in before it heard of that. */
async function letInByAnEjected() {
  const world = createWorld({ seed: 3 })
  const start = (name: string): Promise<Member> =>
    world.settle(createMember({ secret, ...world.env(name) }))
  const [a, b, c] = [await start('a'), await start('b'), await start('c')]
  await world.settle(b.join('a'))
  await world.settle(c.join('a'))
  await world.advance(3000)
  const x = await start('x')
  world.cut(['a', 'b'], ['c', 'x'])
  await world.settle(a.eject('c'))
  await world.advance(100)
  await world.settle(x.join('c'))
  const written = await world.settle(x.put('key', 'lost'))
  await world.advance(2000)
  return { world, a, b, c, x, written }
}

describe('a member that was let in by one that was out already', () => {
  it('is told that it is none, and that what it wrote has no effect', async () => {
    const { world, a, b, c, x, written } = await letInByAnEjected()
    const voided: unknown[] = []
    x.notices$.subscribe((notice) => notice.kind === 'void' && voided.push(notice.entry))
    expect(x.state.state).not.toBe('ejected')
    world.heal()
    await world.advance(15_000)
    expect(x.state).toEqual({ state: 'ejected', reasons: ['not-admitted'] })
    expect(c.state).toEqual({ state: 'ejected', reasons: ['ejected'] })
    expect(voided).toContainEqual(written)
    for (const member of [a, b]) {
      expect(member.members().map(({ name }) => name)).toEqual(['a', 'b'])
      expect(member.get('key')).toBeUndefined()
    }
  })

  it('may join again', async () => {
    const { world, a, b, x } = await letInByAnEjected()
    world.heal()
    await world.advance(15_000)
    await world.settle(x.join('b'))
    await world.advance(2000)
    expect(x.state.state).toBe('operational')
    for (const member of [a, b])
      expect(member.members().map(({ name }) => name)).toEqual(['a', 'b', 'x'])
  })
})
