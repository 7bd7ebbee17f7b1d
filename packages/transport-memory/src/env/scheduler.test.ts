import {
  auditTime,
  bufferTime,
  debounceTime,
  delay,
  interval,
  map,
  merge,
  NEVER,
  Observable,
  of,
  retry,
  Subject,
  take,
  throttleTime,
  timeout,
  timer,
  timestamp,
} from 'rxjs'
import type { SchedulerAction, SchedulerLike } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import type { EnvOptions } from '../machine.ts'
import type { World } from '../world.ts'

interface Scene {
  readonly world: World
  readonly scheduler: SchedulerLike
}

const scene = (options: EnvOptions = {}): Scene => {
  const world = createWorld({ seed: 'scheduler', epochMs: 0 })
  return { world, scheduler: world.env('a', options).scheduler }
}

/** What an observable does in so many milliseconds, as `time: value` lines; `end` and errors too. */
function told({ world }: Scene, source: Observable<unknown>, ms: number): readonly string[] {
  const lines: string[] = []
  const tell = (what: unknown): number => lines.push(`${world.now}: ${JSON.stringify(what)}`)
  const subscription = source.subscribe({
    next: tell,
    error: (error: Error) => tell(error.name),
    complete: () => tell('end'),
  })
  world.run(ms)
  subscription.unsubscribe()
  return lines
}

/** A value at each of these milliseconds. */
const at = ({ scheduler }: Scene, ...times: readonly number[]): Observable<number> =>
  merge(...times.map((ms) => timer(ms, scheduler).pipe(map(() => ms))))

describe('operators on a member’s scheduler', () => {
  type Case = readonly [string, (on: Scene) => Observable<unknown>, readonly string[]]
  const cases: readonly Case[] = [
    ['interval', (on) => interval(10, on.scheduler).pipe(take(3)), ['10: 0', '20: 1', '30: 2']],
    ['timer', (on) => timer(25, on.scheduler), ['25: 0']],
    ['timer, again', (on) => timer(5, 40, on.scheduler).pipe(take(3)), ['5: 0', '45: 1', '85: 2']],
    ['delay', (on) => at(on, 10, 20).pipe(delay(7, on.scheduler)), ['17: 10', '27: 20']],
    [
      'debounceTime',
      (on) => at(on, 10, 15, 40).pipe(debounceTime(10, on.scheduler)),
      ['25: 15', '40: 40'],
    ],
    [
      'throttleTime',
      (on) => at(on, 10, 15, 21, 32).pipe(throttleTime(10, on.scheduler)),
      ['10: 10', '21: 21', '32: 32'],
    ],
    [
      'auditTime',
      (on) => at(on, 10, 15, 30).pipe(auditTime(10, on.scheduler)),
      ['20: 15', '40: 30'],
    ],
    [
      'bufferTime',
      (on) => at(on, 5, 15, 16, 25).pipe(bufferTime(10, on.scheduler)),
      ['10: [5]', '20: [15,16]', '25: [25]'],
    ],
    [
      'timeout',
      (on) => NEVER.pipe(timeout({ each: 30, scheduler: on.scheduler })),
      ['30: "TimeoutError"'],
    ],
    [
      'timeout, in time',
      (on) => at(on, 10, 20).pipe(timeout({ each: 11, scheduler: on.scheduler })),
      ['10: 10', '20: 20'],
    ],
    [
      'timestamp',
      (on) => at(on, 10).pipe(timestamp(on.scheduler)),
      ['10: {"value":10,"timestamp":10}'],
    ],
  ]

  it.each(cases)('%s', (_, build, expected) => {
    const on = scene()
    const lines = told(on, build(on), 1_000).filter((line) => !line.endsWith('"end"'))
    expect(lines).toEqual(expected)
  })

  it('retry, with a delay made on it', () => {
    const on = scene()
    const attempts: number[] = []
    const failing = new Observable((subscriber) => {
      attempts.push(on.world.now)
      subscriber.error(new Error('not yet'))
    })
    const again = failing.pipe(retry({ count: 2, delay: () => timer(5, on.scheduler) }))
    expect(told(on, again, 1_000)).toEqual(['10: "Error"'])
    expect(attempts).toEqual([0, 5, 10])
  })

  it('go by the member’s own clock: its rate and its date', () => {
    const on = scene({ driftPpm: 1_000_000, offsetMs: 500 })
    const twice = interval(10, on.scheduler).pipe(take(2), timestamp(on.scheduler))
    expect(told(on, twice, 100)).toEqual([
      '5: {"value":0,"timestamp":510}',
      '10: {"value":1,"timestamp":520}',
      '10: "end"',
    ])
  })

  it('wait while its process is paused, and end with it', () => {
    const on = scene()
    const ticks: number[] = []
    interval(10, on.scheduler).subscribe(() => ticks.push(on.world.now))
    on.world.run(15)
    on.world.pause('a')
    on.world.run(85)
    on.world.resume('a')
    on.world.run(25)
    expect(ticks).toEqual([10, 100, 110, 120])
    on.world.crash('a')
    on.world.run(100)
    expect(ticks.length).toBe(4)
    expect(on.world.leaks).toBe(0)
    of(1)
      .pipe(delay(5, on.scheduler))
      .subscribe(() => ticks.push(-1))
    on.world.run(100)
    expect(ticks.length).toBe(4)
    expect(on.world.leaks).toBe(1)
  })
})

describe('an action', () => {
  it('is replaced when it is scheduled again, and runs with the latest state', () => {
    const { world, scheduler } = scene()
    const ran: string[] = []
    const action = scheduler.schedule<string>((state) => ran.push(`${world.now} ${state}`), 50, 'x')
    ;(action as SchedulerAction<string>).schedule('y', 20)
    world.run(100)
    expect(ran).toEqual(['20 y'])
  })

  it('never runs once it is unsubscribed, nor is scheduled again', () => {
    const { world, scheduler } = scene()
    const ran: number[] = []
    const action = scheduler.schedule(() => ran.push(world.now), 10)
    action.unsubscribe()
    ;(action as SchedulerAction<unknown>).schedule(undefined, 1)
    world.run(100)
    expect(ran).toEqual([])
  })

  it('that throws is over, and the error is the world’s', () => {
    const { world, scheduler } = scene()
    const action = scheduler.schedule(function again() {
      this.schedule(undefined, 1)
      throw new Error('boo')
    }, 10)
    expect(() => world.run(100)).toThrow('boo')
    expect(action.closed).toBe(true)
    expect(world.step()).toBe(false)
  })

  it('is not run inside the call that schedules it, without a delay either', () => {
    const { world, scheduler } = scene()
    const heard = new Subject<number>()
    const ran: number[] = []
    heard.subscribe((value) => ran.push(value))
    scheduler.schedule(() => heard.next(world.now))
    expect(ran).toEqual([])
    world.run(10)
    expect(ran).toEqual([1])
  })
})
