import { AsyncLocalStorage } from 'node:async_hooks'
import { exec } from 'node:child_process'
import { Console } from 'node:console'
import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { interval, of, throwError, timeout } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { createActor, setup } from 'xstate'
import { createWorld } from '../world.ts'
import { guardAmbient } from './guard.ts'
import { useBy, worldWith } from './uses.fixture.ts'

const uninstalls: (() => void)[] = []
const guard: typeof guardAmbient = (options) => {
  const uninstall = guardAmbient(options)
  uninstalls.push(uninstall)
  return uninstall
}

afterEach(() => {
  for (const uninstall of uninstalls.splice(0)) uninstall()
})

describe('a member that uses what is around it', () => {
  const uses: readonly (readonly [string, () => unknown])[] = [
    ['Date.now', () => Date.now()],
    ['Date', () => new Date()],
    ['Date', () => Date()],
    ['performance.now', () => performance.now()],
    ['process.hrtime', () => process.hrtime()],
    ['process.hrtime.bigint', () => process.hrtime.bigint()],
    ['Math.random', () => Math.random()],
    ['setTimeout', () => setTimeout(() => {}, 1)],
    ['setInterval', () => setInterval(() => {}, 1)],
    ['setImmediate', () => setImmediate(() => {})],
    ['timers/promises.setTimeout', () => sleep(1)],
    ['timers/promises.setTimeout', () => promisify(setTimeout)(1)],
    ['AbortSignal.timeout', () => AbortSignal.timeout(1)],
    ['crypto.randomUUID', () => crypto.randomUUID()],
    ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(1))],
    ['node:crypto.randomBytes', () => randomBytes(1)],
    ['node:crypto.randomInt', () => randomInt(5)],
    ['fs.readFileSync', () => readFileSync('x')],
    ['fs/promises.readFile', () => readFile('x')],
    ['fetch', () => fetch('http://localhost')],
    ['net.connect', () => net.connect(1)],
    ['net.Socket.connect', () => new net.Socket().connect(1)],
    ['net.Server.listen', () => new net.Server().listen(0)],
    ['http.get', () => http.get('http://localhost')],
    ['child_process.exec', () => exec('true')],
    ['worker_threads.Worker', () => new Worker('x')],
    ['setInterval', () => interval(10).subscribe()],
  ]

  it.each(uses)('is told so: %s', (called, use) => {
    const error = useBy('a', use)
    expect(error.called).toBe(called)
    expect(error.member).toBe('a')
    expect(error.message).toBe(`a called ${called}, which no seed repeats: use ${error.instead}`)
  })

  it('fails the run where it does', () => {
    // #region guard
    const used: string[] = []
    const uninstall = guardAmbient({ onUse: (use) => used.push(use.called) })
    const world = createWorld({ seed: 'guarded' })
    const env = world.env('a')

    env.setTimeout(() => env.logger.info({ at: Date.now() }, 'tick'), 10)
    expect(() => world.run(20)).toThrow('use env.clock.now()')
    expect(used).toEqual(['Date.now'])
    uninstall()
    // #endregion guard
  })

  it('is told from where', () => {
    const [, first] = useBy('a', () => Date.now()).stack?.split('\n') ?? []
    expect(first).toContain('guard.test.ts')
  })

  it('may use what is pure of it', () => {
    guard()
    worldWith('a').as('a', () => {
      expect(new Date(5).getTime()).toBe(5)
      expect(new Date(2020, 1).getFullYear()).toBe(2020)
      expect(Date.UTC(1970, 0)).toBe(0)
      expect(Date.parse('1970-01-01T00:00:00Z')).toBe(0)
      expect(new Date(5)).toBeInstanceOf(Date)
      expect(Math.max(1, 2)).toBe(2)
      clearTimeout(undefined)
      queueMicrotask(() => {})
      process.nextTick(() => {})
    })
  })

  it('is found out in every kind of its work, and after every await', async () => {
    const told: string[] = []
    guard({ onUse: ({ member, called }) => told.push(`${member} ${called}`) })
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    const swallow = (use: () => unknown): void => {
      try {
        use()
      } catch {}
    }
    for (const { transport } of [a, b]) transport.open().subscribe()
    b.transport.frames$.subscribe(() => swallow(() => Date.now()))
    a.transport.send(b.address, Uint8Array.of(1))
    a.clock.schedule(10, () => swallow(() => Math.random()))
    a.setTimeout(() => a.clock.defer(() => swallow(() => performance.now())), 20)
    b.setTimeout(() => void thinking().catch(() => {}), 30)
    b.setTimeout(() => swallow(() => setTimeout(() => {}, 1)), 40)
    world.pause('b')
    await world.advance(100)
    world.resume('b')
    await world.advance(100)
    expect(told.toSorted()).toEqual([
      'a Math.random',
      'a performance.now',
      'b Date.now',
      'b crypto.randomUUID',
      'b setTimeout',
    ])
  })

  async function thinking(): Promise<void> {
    await Promise.resolve()
    await Promise.all([1, 2].map((each) => Promise.resolve(each)))
    crypto.randomUUID()
  }
})

describe('whoever else is there', () => {
  it('notices nothing: between events, in the test, in other contexts', async () => {
    guard()
    const world = worldWith('a')
    const answer = world.as('a', () => Promise.resolve(5))
    expect(Date.now()).toBeGreaterThan(1e12)
    expect(await answer.then((value) => [value, typeof Date.now()])).toEqual([5, 'number'])
    await world.advance(10)
    expect(new Date().getFullYear()).toBeGreaterThan(2000)
    expect(randomBytes(2).length).toBe(2)
    expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain('describe')
    await sleep(0)
    await promisify(setTimeout)(0)
    const storage = new AsyncLocalStorage<number>()
    expect(storage.run(5, () => [storage.getStore(), typeof Math.random()])).toEqual([5, 'number'])
  })

  it('may print, expect and look at stacks within a member’s work', () => {
    guard()
    worldWith('a').as('a', () => {
      expect({ at: new Date(0) }).toEqual({ at: new Date(0) })
      expect(() => expect(1).toBe(2)).toThrow('expected 1 to be 2')
      expect(new Error('boo').stack).toContain('guard.test.ts')
      new Console(new PassThrough()).time('print')
    })
  })

  it('may be told of a member’s work and look at the clock', () => {
    const times: number[] = []
    const look = (): unknown => times.push(Date.now())
    guard({ onUse: look, onError: look })
    const logger = { debug: look, info: look, warn: look, error: look }
    const world = createWorld({ seed: 1, logger, onTrace: look })
    const { transport, logger: own } = world.env('a')
    expect(times.length).toBe(1)
    world.as('a', () => {
      own.info({}, 'x')
      transport.open().subscribe()
      throwError(() => new Error('boo')).subscribe()
      expect(() => Date.now()).toThrow('a called Date.now')
    })
    expect(times.length).toBe(5)
  })

  it('may load a module within a member’s work', async () => {
    guard()
    const loaded = await worldWith('a').as('a', () => import('./caller.ts'))
    expect(loaded.callerOf(undefined)).toBe('member')
    expect(typeof (await worldWith('a').as('a', () => import('rxjs/ajax'))).ajax).toBe('function')
  })
})

describe('libraries', () => {
  it('XState stamps and names delayed events, from the member’s own clock and draws', () => {
    guard()
    const snapshots = [1, 2].map(() => {
      const world = worldWith('a')
      const machine = setup({}).createMachine({ entry: ({ self }) => self, after: { 10: {} } })
      const env = world.env('b')
      const actor = world.as('b', () => createActor(machine, { clock: env }).start())
      return JSON.stringify(actor.getPersistedSnapshot())
    })
    expect(snapshots[0]).toBe(snapshots[1])
  })

  it('tell an error nobody handles to the guard, not to a timer', () => {
    const errors: string[] = []
    const onError = (error: unknown, member: string): void => {
      errors.push(`${member}: ${String(error)}`)
    }
    guard({ onError, onUse: () => {} })
    const world = worldWith('a')
    world.as('a', () => interval(10).subscribe())
    world.as('a', () => throwError(() => new Error('rxjs')).subscribe())
    const failing = setup({}).createMachine({
      on: {
        go: {
          actions: () => {
            throw new Error('xstate')
          },
        },
      },
    })
    world.as('a', () => createActor(failing).start().send({ type: 'go' }))
    expect(errors).toEqual(['a: Error: rxjs', 'a: Error: xstate'])
  })

  it('that wait by themselves are found out: RxJS without a scheduler', () => {
    const error = useBy('a', () => of(1).pipe(timeout(5)).subscribe())
    expect(error.instead).toContain('env.scheduler')
  })
})
