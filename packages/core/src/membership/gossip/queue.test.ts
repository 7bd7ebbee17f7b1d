import { describe, expect, it } from 'vitest'
import type { Claim } from '../../model/index.ts'
import { claimOf, numbersOf, pushed, roomFor, tagOfNumber } from './claims.fixture.ts'
import { claimBytesMax, GossipQueue, queuedMax, type Room } from './index.ts'

const { empty } = GossipQueue

/** The numbers told in so many messages, one after another. */
const tell = (start: GossipQueue, count: number, room: Room) => {
  const told: number[][] = []
  let queue = start
  for (let i = 0; i < count; i++) {
    const taken = queue.take(room)
    told.push(numbersOf(taken.claims))
    queue = taken.queue
  }
  return { told, queue }
}

describe('an empty queue', () => {
  it('has nothing to tell and stays what it is', () => {
    expect(empty.size).toBe(0)
    expect(empty.isEmpty).toBe(true)
    expect(empty.take(roomFor(10, 3))).toEqual({ claims: [], queue: empty })
    expect(empty.take(roomFor(10, 3)).queue).toBe(empty)
    expect(empty.drop(tagOfNumber(1))).toBe(empty)
  })

  it('is what a queue becomes that has told all', () => {
    expect(pushed(empty, [1, 2]).take(roomFor(2, 1)).queue).toBe(empty)
  })
})

describe('a queue that fits the message', () => {
  it('is told whole, the newest first', () => {
    expect(tell(pushed(empty, [1, 2, 3]), 1, roomFor(3, 9)).told).toEqual([[3, 2, 1]])
  })

  it('is told what was told least first, and each so often as the limit says', () => {
    const { told, queue } = tell(pushed(empty, [1, 2]), 1, roomFor(5, 3))
    const then = tell(pushed(queue, [3, 4]), 4, roomFor(5, 3))
    expect([...told, ...then.told]).toEqual([[2, 1], [4, 3, 2, 1], [4, 3, 2, 1], [4, 3], []])
    expect(then.queue.isEmpty).toBe(true)
  })

  it('hands out the very claims', () => {
    const claim: Claim = { ...claimOf(7), status: 'failed', observers: 3 }
    expect(empty.push(claim).take(roomFor(1, 1)).claims).toEqual([claim])
  })
})

describe('a queue that does not fit', () => {
  it.each<[number, number[][]]>([
    // room for, what is told of 1 to 6 in three messages: fresh ones first, then the oldest
    [1, [[1], [1], [2]]],
    [
      2,
      [
        [6, 1],
        [5, 1],
        [4, 2],
      ],
    ],
    [
      3,
      [
        [6, 5, 1],
        [4, 3, 1],
        [6, 5, 2],
      ],
    ],
    [
      4,
      [
        [6, 5, 1, 2],
        [4, 3, 1, 2],
        [6, 5, 4, 3],
      ],
    ],
    [
      5,
      [
        [6, 5, 4, 1, 2],
        [3, 6, 5, 1, 2],
        [4, 3],
      ],
    ],
  ])('with room for %d: half of it for those that wait longest', (count, told) => {
    expect(tell(pushed(empty, [1, 2, 3, 4, 5, 6]), 3, roomFor(count, 2)).told).toEqual(told)
  })

  it('tells an old claim though a new one comes before every message', () => {
    let queue = pushed(empty, [1, 2, 3])
    const told: number[] = []
    for (let n = 10; n < 16; n++) {
      const taken = queue.push(claimOf(n)).take(roomFor(1, 2))
      told.push(...numbersOf(taken.claims))
      queue = taken.queue
    }
    expect(told).toEqual([1, 1, 2, 2, 3, 3])
  })
})

describe('room', () => {
  it.each([
    [0, 0],
    [claimBytesMax - 1, 0],
    [claimBytesMax, 1],
    [3 * claimBytesMax - 1, 2],
    [3 * claimBytesMax, 3],
    [-1, 0],
  ])('of %d bytes is for %d claims', (bytesMax, count) => {
    const queue = pushed(empty, [1, 2, 3, 4])
    const taken = queue.take({ bytesMax, limit: 3 })
    expect(taken.claims).toHaveLength(count)
    if (count === 0) expect(taken.queue).toBe(queue)
  })
})

describe('pushing', () => {
  it('takes the place of what was said of the same member, and starts over', () => {
    const { queue } = tell(pushed(empty, [1, 2]), 2, roomFor(2, 3))
    const again = queue.push(claimOf(1, 5))
    expect(again.size).toBe(2)
    const taken = again.take(roomFor(2, 3))
    expect(taken.claims).toEqual([claimOf(1, 5), claimOf(2)])
    expect(tell(taken.queue, 3, roomFor(2, 3)).told).toEqual([[1], [1], []])
  })

  it('asks nothing about the claim: who pushes decided', () => {
    const taken = empty.push(claimOf(1, 5)).push(claimOf(1, 4)).take(roomFor(2, 1))
    expect(taken.claims).toEqual([claimOf(1, 4)])
  })
})

describe('dropping', () => {
  it('takes back what waits about one member', () => {
    const queue = pushed(empty, [1, 2, 3]).drop(tagOfNumber(2))
    expect(numbersOf(queue.take(roomFor(3, 1)).claims)).toEqual([3, 1])
    expect(queue.drop(tagOfNumber(2))).toBe(queue)
  })
})

describe('a lower limit', () => {
  it('ends at once what was told so often: members left while it waited', () => {
    const { queue } = tell(pushed(empty, [1, 2]), 3, roomFor(2, 10))
    expect(queue.push(claimOf(3)).take(roomFor(3, 3)).claims).toEqual([claimOf(3)])
  })
})

describe(`a full queue of ${queuedMax}`, () => {
  const numbers = Array.from({ length: queuedMax }, (_, i) => i)
  const full = pushed(empty, numbers)

  it('holds no more: the oldest goes if nobody was told any', () => {
    const more = full.push(claimOf(queuedMax))
    expect(full.size).toBe(queuedMax)
    expect(more.size).toBe(queuedMax)
    const told = new Set(numbersOf(more.take(roomFor(queuedMax, 1)).claims))
    expect(told.has(0)).toBe(false)
    expect(told.has(1)).toBe(true)
    expect(told.has(queuedMax)).toBe(true)
  })

  it('lets go what was told most often', () => {
    // the newest and the oldest are told once, the oldest but one twice
    const { queue } = tell(full.take(roomFor(2, 9)).queue.drop(tagOfNumber(0)), 1, roomFor(2, 9))
    const refilled = tell(queue.push(claimOf(0)), 1, roomFor(1, 9)).queue
    const more = refilled.push(claimOf(queuedMax))
    expect(more.size).toBe(queuedMax)
    const told = new Set(numbersOf(more.take(roomFor(queuedMax, 9)).claims))
    expect(numbers.filter((n) => !told.has(n))).toEqual([1])
  })

  it('makes no room for another claim about a member that it has one of', () => {
    const again = full.push(claimOf(17, 1))
    expect(again.size).toBe(queuedMax)
    expect(again.take(roomFor(queuedMax, 1)).claims).toHaveLength(queuedMax)
  })
})
