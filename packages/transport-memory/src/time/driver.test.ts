import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import { DeadlineMissed } from './driver.ts'

const later = (turns: number): Promise<void> =>
  turns === 0 ? Promise.resolve() : Promise.resolve().then(() => later(turns - 1))

describe('letting time pass', () => {
  it('runs what is due and moves to the end of the span', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const fired: number[] = []
    for (const at of [5, 10, 10.5]) clock.schedule(at, () => fired.push(at))
    world.run(10)
    expect(fired).toEqual([5, 10])
    expect(world.now).toBe(10)
  })

  it('event by event', () => {
    const world = createWorld({ seed: 1 })
    world.env('a').clock.schedule(7, () => {})
    expect([world.step(), world.now, world.step()]).toEqual([true, 7, false])
  })

  it('takes what an event deferred for part of the event', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    let isDone = false
    const done = (): void => {
      isDone = true
    }
    clock.schedule(1, () => clock.defer(done))
    world.step()
    expect(isDone).toBe(true)
  })

  it('goes exactly where it is told, and never back', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const fired: number[] = []
    for (const at of [0.3, 0.30000000000000004, 5]) clock.schedule(at, () => fired.push(at))
    await world.advanceTo(0.1)
    await world.advanceTo(0.3)
    expect(world.now).toBe(0.3)
    expect(fired).toEqual([0.3])
    await world.advanceTo(0.3)
    await expect(world.advanceTo(0.2)).rejects.toThrow('time does not go back')
    await world.advanceTo(5)
    expect(fired.length).toBe(3)
  })

  it('runs what an awaited answer schedules within the span', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const fired: number[] = []
    const again = async (): Promise<void> => {
      await later(3)
      clock.schedule(clock.monotonic() + 4, () => fired.push(world.now))
    }
    clock.schedule(5, () => void again())
    await world.advanceTo(9)
    expect(fired).toEqual([9])
  })

  it('stops at the event after which the condition holds', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    let fired = 0
    for (const at of [5, 10, 15, 20]) clock.schedule(at, () => fired++)
    world.runUntil(() => fired === 2)
    expect(world.now).toBe(10)
    await world.until(() => fired === 3)
    expect(world.now).toBe(15)
  })

  it('says where and when a condition was not reached', async () => {
    const world = createWorld({ seed: 42 })
    const { clock } = world.env('a')
    const again = (): void => void clock.schedule(clock.monotonic() + 1, again)
    again()
    const message = 'the condition was not reached in time: virtual time 100.000 ms, seed 42'
    expect(() => world.runUntil(() => false, { withinMs: 100 })).toThrow(message)
    await expect(world.until(() => false, { withinMs: 100 })).rejects.toThrow(DeadlineMissed)
    expect(world.now).toBe(200)
  })

  it('says that nothing is left to happen', async () => {
    const world = createWorld({ seed: 1 })
    const never = new Promise<void>(() => {})
    await expect(world.settle(never)).rejects.toThrow('nothing is left to happen')
  })

  it('lets everything that awaits go on before the next event, however long the chain', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const order: string[] = []
    clock.schedule(1, () => void later(500).then(() => order.push(`chain at ${world.now}`)))
    clock.schedule(2, () => order.push('next'))
    await world.advance(10)
    expect(order).toEqual(['chain at 1', 'next'])
  })

  it('settles a promise at the moment it is settled', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const promise = new Promise<string>((resolve) => {
      clock.schedule(30, () => resolve('done'))
      clock.schedule(40, () => {})
    })
    expect(await world.settle(promise)).toBe('done')
    expect(world.now).toBe(30)
  })

  it('takes no time for what is settled already, good or bad', async () => {
    const world = createWorld({ seed: 1 })
    world.env('a').clock.schedule(0, () => {})
    expect(await world.settle(later(20).then(() => 1))).toBe(1)
    await expect(world.settle(Promise.reject(new Error('bad')))).rejects.toThrow('bad')
    expect(world.now).toBe(0)
  })

  it('is done by one verb at a time', async () => {
    const world = createWorld({ seed: 1 })
    const first = world.advance(10)
    expect(() => world.run(10)).toThrow('time is passing already')
    await expect(world.advance(10)).rejects.toThrow('time is passing already')
    await first
    world.run(1)
    expect(world.now).toBe(11)
  })

  it('passes on what an event throws, and can go on afterwards', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const fail = (): void => {
      throw new Error('a bug')
    }
    clock.schedule(1, fail)
    clock.schedule(2, fail)
    expect(() => world.run(1)).toThrow('a bug')
    await expect(world.advance(5)).rejects.toThrow('a bug')
    world.run(5)
  })

  it('notices a loop that keeps time from passing', () => {
    const world = createWorld({ seed: 1, instantEventsMax: 1_000 })
    const { clock } = world.env('a')
    const timers = (): void => void clock.schedule(clock.monotonic(), timers)
    timers()
    expect(() => world.run(1)).toThrow('time stands still at 0 ms')
    const other = createWorld({ seed: 1, instantEventsMax: 1_000 })
    const deferring = (): void => other.env('a').clock.defer(() => {})
    deferring()
    const { clock: second } = other.env('b')
    const defers = (): void => second.defer(defers)
    defers()
    expect(() => other.run(1)).toThrow('deferring never ends')
  })
})

describe('what is watched', () => {
  it('is looked at after every event, and no more once that was undone', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const seen: number[] = []
    for (const at of [1, 2, 3, 4]) clock.schedule(at, () => {})
    const undo = world.watch(() => seen.push(world.now))
    world.step()
    world.run(1)
    world.runUntil(() => world.now === 3)
    undo()
    undo()
    world.run(10)
    expect(seen).toEqual([1, 2, 3])
  })

  it('sees what awaited the event gone on, the last event of a span included', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    let done = 0
    const seen: string[] = []
    const increment = (): void => {
      done++
    }
    for (const at of [1, 2]) clock.schedule(at, () => void later(50).then(increment))
    world.watch(() => seen.push(`${done} at ${world.now}`))
    await world.advance(2)
    expect(seen).toEqual(['1 at 1', '2 at 2'])
  })

  it('ends the verb with what it throws, and the world can go on', async () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    for (const at of [1, 2, 3, 4, 5]) clock.schedule(at, () => {})
    const undo = world.watch(() => {
      throw new Error(`broken at ${world.now}`)
    })
    expect(() => world.run(10)).toThrow('broken at 1')
    expect(() => world.step()).toThrow('broken at 2')
    await expect(world.advance(10)).rejects.toThrow('broken at 3')
    await expect(world.until(() => false)).rejects.toThrow('broken at 4')
    undo()
    await world.advance(10)
    expect(world.now).toBe(14)
  })

  it('twice is looked at twice, and undone one by one', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    for (const at of [1, 2]) clock.schedule(at, () => {})
    let looks = 0
    const check = (): void => void looks++
    const undo = world.watch(check)
    world.watch(check)
    world.step()
    undo()
    world.step()
    expect(looks).toBe(3)
  })
})
