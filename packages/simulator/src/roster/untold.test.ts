import { createMember, type Member } from '@quorate/core'
import { createWorld, partition } from '@quorate/transport-memory'
import { expect, it } from 'vitest'

const world = createWorld({ seed: 3 })
const start = (name: string): Promise<Member> =>
  world.settle(createMember({ ...world.env(name), secret: 'only members know' }))
const listed = (member: Member): readonly string[] => member.members().map(({ name }) => name)

it('whoever was let in by one that told nobody and is gone is told so, and joins by another', async () => {
  const [, c, d] = [await start('a'), await start('c'), await start('d')]
  const told: string[] = []
  d.notices$.subscribe((notice) => {
    if (notice.kind === 'peer-failed') told.push(`${notice.name}: ${notice.reason}`)
  })
  await world.settle(c.join('a'))
  const heal = world.addRule(
    partition(
      (address) => address !== 'c',
      (address) => address === 'c',
    ),
  )
  await world.settle(d.join('a'))
  world.crash('a')
  heal()
  await world.advance(60_000)
  expect([listed(c), listed(d)]).toEqual([
    ['a', 'c'],
    ['a', 'c', 'd'],
  ])
  expect(told).toContain('c: c does not take this member for one (not-member)')
  await world.settle(d.join('c'))
  await world.advance(10_000)
  expect([listed(c), listed(d)]).toEqual([
    ['a', 'c', 'd'],
    ['a', 'c', 'd'],
  ])
  expect(d.version().hash).toBe(c.version().hash)
})
