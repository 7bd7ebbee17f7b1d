import { createMember, type Member } from '@quorate/core'
import { createWorld, type World } from '@quorate/transport-memory'
import { expect, it } from 'vitest'

const start = (world: World, name: string): Promise<Member> =>
  world.settle(createMember({ ...world.env(name), secret: 'only members know' }))
const listed = (member: Member): readonly string[] => member.members().map(({ name }) => name)

it('whoever was let in by one that told nobody and is gone brings the entry itself', async () => {
  const world = createWorld({ seed: 3 })
  const [, c, d] = [await start(world, 'a'), await start(world, 'c'), await start(world, 'd')]
  await world.settle(c.join('a'))
  world.cut(['c'], ['a', 'd'])
  await world.settle(d.join('a'))
  world.crash('a')
  world.heal()
  expect(listed(c)).toEqual(['a', 'c'])
  await world.advance(5000)
  for (const member of [c, d]) {
    expect(listed(member)).toEqual(['a', 'c', 'd'])
    expect(member.isFailed('a')).toBe(true)
  }
  expect([c.isFailed('d'), d.isFailed('c')]).toEqual([false, false])
  expect(d.version().hash).toBe(c.version().hash)
})

it('two that were let in by two that told nobody and are gone are apart until one joins', async () => {
  const world = createWorld({ seed: 3 })
  const [, b] = [await start(world, 'a'), await start(world, 'b')]
  await world.settle(b.join('a'))
  await world.advance(3000)
  const [c, d] = [await start(world, 'c'), await start(world, 'd')]
  world.cut(['a', 'c'], ['b', 'd'])
  await world.settle(Promise.all([c.join('a'), d.join('b')]))
  world.crash('a')
  world.crash('b')
  world.heal()
  await world.advance(30_000)
  expect([listed(c), listed(d)]).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'd'],
  ])
  await world.settle(d.join('c'))
  await world.advance(5000)
  for (const member of [c, d]) expect(listed(member)).toEqual(['a', 'b', 'c', 'd'])
  expect(d.version().hash).toBe(c.version().hash)
})
