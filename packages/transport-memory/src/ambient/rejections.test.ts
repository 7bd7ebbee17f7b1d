import { afterEach, describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import { guardAmbient } from './guard.ts'
import { watchRejections } from './rejections.ts'

const event = 'unhandledRejection'
let end = (): void => {}
afterEach(() => end())

describe('a watch over rejections', () => {
  it('collects those nobody handles, with whose they are and when', async () => {
    const uninstall = guardAmbient()
    const world = createWorld({ seed: 1 })
    const at: number[] = []
    const watch = watchRejections(() => at.push(world.now))
    end = () => {
      watch.stop()
      uninstall()
    }
    const { setTimeout } = world.env('a')
    const fail = async (why: string): Promise<never> => {
      await Promise.resolve()
      throw new Error(why)
    }
    setTimeout(() => void fail('unhandled'), 10)
    setTimeout(() => void fail('handled').catch(() => {}), 20)
    await world.advance(30)
    await world.drain()
    void fail('the test’s own')
    await world.drain()
    expect(watch.seen.map(({ reason, member }) => `${member} ${String(reason)}`)).toEqual([
      'a Error: unhandled',
      'undefined Error: the test’s own',
    ])
    expect(at).toEqual([10, 30])
    expect(watch.stop()).toEqual(watch.seen)
  })

  it('leaves the listeners of the process as they were', () => {
    const before = process.listeners(event)
    const watch = watchRejections()
    expect(process.listeners(event).length).toBe(1)
    watch.stop()
    watch.stop()
    expect(process.listeners(event)).toEqual(before)
  })

  it('keeps no more than 1,000', async () => {
    const watch = watchRejections()
    end = () => watch.stop()
    for (let i = 0; i < 1_001; i++) void Promise.reject(new Error(String(i)))
    await createWorld({ seed: 1 }).drain()
    expect(watch.seen.length).toBe(1_000)
  })
})
