import type { Logger, Member } from '@quorate/core'
import type { Observable } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alone, expectAlive, refused } from './alone.fixture.ts'

const boo = (): never => {
  throw new Error('boo')
}

class Observing {
  readonly #boo = boo
  next(): void {
    this.#boo()
  }
  complete(): void {
    this.#boo()
  }
}

const streams = ['state$', 'stateInfo$', 'events$', 'notices$'] as const
const streamOf = (member: Member, name: (typeof streams)[number]): Observable<unknown> =>
  member[name]

const ways: readonly (readonly [string, (stream: Observable<unknown>) => void])[] = [
  ['a function', (stream) => void stream.subscribe(boo)],
  ['an observer', (stream) => void stream.subscribe({ next: boo, complete: boo })],
  ['an instance', (stream) => void stream.subscribe(new Observing())],
]

interface Logged {
  readonly level: string
  readonly message: string
}

function listening(): { readonly logger: Logger; readonly logged: Logged[] } {
  const logged: Logged[] = []
  const at =
    (level: string) =>
    (_: object, message: string): void => {
      logged.push({ level, message })
    }
  return {
    logged,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  }
}

describe('a subscriber that throws', () => {
  const uncaught: unknown[] = []
  const note = (error: unknown): void => void uncaught.push(error)
  beforeEach(() => {
    uncaught.length = 0
    process.on('uncaughtException', note)
  })
  afterEach(() => {
    process.off('uncaughtException', note)
  })

  it.each(streams.flatMap((stream) => ways.map((way) => [stream, ...way] as const)))(
    'to %s, as %s, is logged and disturbs nobody',
    async (name, _, subscribe) => {
      const { logger, logged } = listening()
      const around = await alone({ logger, settings: { membership: { periodMs: 500 } } })
      subscribe(streamOf(around.member, name))
      const seen: unknown[] = []
      streamOf(around.member, name).subscribe((value) => seen.push(value))
      const before = seen.length
      await around.world.settle(around.member.setMemberInfo({ x: 1 }))
      await around.world.settle(around.member.put('k', 1))
      await around.world.advance(3000)
      await expectAlive(around)
      if (name !== 'state$') expect(seen.length).toBeGreaterThan(before)
      await around.world.settle(around.member.stop())
      await new Promise((resolve) => setImmediate(resolve))
      expect(uncaught).toEqual([])
      expect(logged).toContainEqual({ level: 'error', message: 'a subscriber threw' })
    },
  )
})

describe('a subscriber that calls back', () => {
  const again: readonly (readonly [string, (member: Member) => unknown])[] = [
    ['puts', (member) => member.put('again', 1)],
    ['stops the member', (member) => member.stop()],
    ['reads', (member) => [member.version(), member.stateInfo(), member.log()]],
    ['asks itself', (member) => member.request('a', 1)],
  ]

  it.each(again)('%s', async (_, call) => {
    const { world, member } = await alone()
    const done: unknown[] = []
    let calls = 0
    member.events$.subscribe(() => {
      if (calls++ < 3) done.push(call(member))
    })
    await world.settle(member.put('k', 1).catch(() => undefined))
    await world.settle(Promise.allSettled(done))
    expect(calls).toBeGreaterThan(0)
    expect(member.state.reasons).not.toContain('internal')
    expect(member.get('k')).toBe(1)
  })
})

describe('after stop', () => {
  it('every call is refused as stopped, reads still answer, and streams are complete', async () => {
    const { world, member } = await alone()
    await world.settle(member.put('k', 1))
    const pending = member.request('a', 1).catch((error: unknown) => error)
    member.onRequest(() => new Promise(() => undefined))
    await world.settle(member.stop())
    await world.settle(member.stop())
    await world.settle(pending)
    const calls = [
      () => member.put('k', 2),
      () => member.delete('k'),
      () => member.setMemberInfo({}),
      () => member.join('b'),
      () => member.eject('b'),
      () => member.ping('a'),
      () => member.request('a', 1),
      () => member.pauseHousekeeping(),
    ]
    for (const call of calls) expect((await refused(world, call)).code).toBe('stopped')
    expect(member.get('k')).toBe(1)
    expect(member.state).toEqual({ state: 'stopped', reasons: [] })
    const ended: string[] = []
    for (const name of streams)
      streamOf(member, name).subscribe({ complete: () => ended.push(name) })
    expect(ended).toEqual([...streams])
  })

  it('what was under way is settled as stopped', async () => {
    const { world, member } = await alone()
    member.onRequest(() => new Promise(() => undefined))
    const asked = refused(world, async () => {
      const request = member.request('a', 1)
      await member.stop()
      return request
    })
    expect((await asked).code).toBe('stopped')
  })
})
