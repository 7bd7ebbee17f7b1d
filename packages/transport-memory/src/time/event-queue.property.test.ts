import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'
import type { QueuedEvent } from './event-queue.ts'

type Event = QueuedEvent<number>
const inOrder = (a: Event, b: Event): number =>
  a.at - b.at || a.tie - b.tie || a.sequence - b.sequence

/** Few different times and ties, so that equal ones are common. */
const place = fc.record({ at: fc.nat(5), tie: fc.nat(2) })
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat(500) }) },
)

describe('the event queue', () => {
  it('is a sorted list with holes, whatever is added, taken and cancelled', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 400 }), (commands) => {
        const queue = new EventQueue<number>(1_000)
        const all: Event[] = []
        let model: Event[] = []
        for (const each of commands) {
          if (each.kind === 'add') {
            const event = queue.add(each.place, all.length)
            all.push(event)
            model = [...model, event].toSorted(inOrder)
          } else if (each.kind === 'cancel') {
            const event = all[each.nth % Math.max(1, all.length)]
            if (event === undefined || !model.includes(event)) continue
            queue.cancel(event)
            queue.cancel(event)
            model = model.filter((other) => other !== event)
          } else {
            expect(queue.peek()).toBe(model[0])
            expect(queue.take()).toBe(model.shift())
          }
          expect(queue.size).toBe(model.length)
        }
        while (model.length > 0) expect(queue.take()).toBe(model.shift())
        expect(queue.take()).toBeUndefined()
      }),
    )
  })

  it('stays bounded when timers are armed and cancelled without end', () => {
    const queue = new EventQueue<number>(1_000)
    for (let i = 0; i < 10; i++) queue.add({ at: 1, tie: i }, i)
    for (let i = 0; i < 100_000; i++) queue.cancel(queue.add({ at: 1e9 + i, tie: 0 }, i))
    expect(queue.size).toBe(10)
    for (let i = 0; i < 10; i++) expect(queue.take()?.content).toBe(i)
  })

  it('takes no more than its maximum', () => {
    const queue = new EventQueue<number>(3)
    for (let i = 0; i < 3; i++) queue.add({ at: i, tie: 0 }, i)
    expect(() => queue.add({ at: 3, tie: 0 }, 3)).toThrow('no more than 3 events')
  })

  it('does not count an event as cancelled that was taken before', () => {
    const queue = new EventQueue<number>(10)
    const event = queue.add({ at: 1, tie: 0 }, 1)
    queue.take()
    queue.cancel(event)
    queue.add({ at: 2, tie: 0 }, 2)
    expect(queue.size).toBe(1)
  })
})
