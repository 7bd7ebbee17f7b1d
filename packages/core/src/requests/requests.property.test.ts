/**
 * One member asks, another serves, over a network that loses, delays, doubles and reorders, while
 * the server restarts. Whatever happens: every ask settles exactly once (Q1), nothing meant for one
 * life runs in another (Q2), no life runs an id twice (Q3), and what was refused as overloaded is
 * never run (Q7).
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Effect, type Input, type Message, type Outcome, succeed } from '../model/index.ts'
import { defaultRequestsConfig, type RequestsConfig } from './config.ts'
import { decideRequests } from './decide.ts'
import { initialRequests } from './local.ts'
import {
  addressOf,
  asking,
  contextOf,
  fired,
  received,
  senderOf,
  served,
  type Situation,
  stampAt,
} from './members.fixture.ts'

const config: RequestsConfig = {
  ...defaultRequestsConfig,
  resendAfterMs: 100,
  inFlightMax: 4,
  servingMax: 2,
  replyCacheMax: 2,
  replyKeepMs: 2000,
}

type Step =
  | { readonly kind: 'ask'; readonly timeoutMs: number }
  | { readonly kind: 'deliver' | 'double' | 'lose' | 'serve' | 'abandon'; readonly pick: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'restart' | 'learn' | 'unlearn' | 'unreachable' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('ask'), timeoutMs: fc.nat(600).map((n) => n + 1) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'deliver',
        'deliver',
        'deliver',
        'double',
        'lose',
        'serve',
        'serve',
        'abandon',
      ),
      pick: fc.nat(100),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.nat(250) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('restart', 'learn', 'learn', 'unlearn', 'unreachable'),
    }),
  },
) as fc.Arbitrary<Step>

/** A process: its local state and its timers. */
class Process {
  #local = initialRequests(config)
  readonly timers = new Map<string, number>()

  on(situation: Situation, input: Input): readonly Effect[] {
    const decision = decideRequests(this.#local, contextOf(situation), input)
    this.#local = decision.local
    for (const effect of decision.effects)
      if (effect.kind === 'arm') this.timers.set(effect.timer, effect.deadline)
    return decision.effects
  }
}

interface Flight {
  readonly to: 'a' | 'b'
  readonly life: number
  readonly message: Message
}

class World {
  at = 0
  life = 1
  known: number | undefined = 1
  asked = 0
  readonly settled: { readonly id: number; readonly outcome: Outcome<unknown> }[] = []
  /** Of each run: which life, which request, whom it was for. */
  readonly runs: { readonly life: number; readonly id: number; readonly meant: number }[] = []
  readonly refusedIds = new Set<number>()
  readonly #a = new Process()
  #b = new Process()
  #running: string[] = []
  /** A frame for b is sealed for the life it was sent to, and counts in no other (F3). */
  readonly #network: Flight[] = []
  readonly #meant = new Map<number, number>()

  take(step: Step): void {
    switch (step.kind) {
      case 'ask':
        this.#onA(asking(++this.asked, { timeoutMs: step.timeoutMs }))
        return
      case 'abandon': {
        const target = this.asked === 0 ? 0 : 1 + (step.pick % this.asked)
        const command = { kind: 'abandon', id: target } as const
        this.#onA({ kind: 'command-issued', id: -1, command, ...stampAt(this.at) })
        return
      }
      case 'deliver':
      case 'double':
      case 'lose':
        this.#move(step.kind, step.pick)
        return
      case 'serve':
        this.#serve(step.pick)
        return
      case 'wait':
        this.wait(step.ms)
        return
      case 'restart':
        this.life++
        this.#b = new Process()
        this.#running = []
        return
      case 'learn':
        this.known = this.life
        return
      case 'unlearn':
        this.known = undefined
        return
      case 'unreachable':
        this.#onA({ kind: 'peer-unreachable', address: addressOf('b'), ...stampAt(this.at) })
    }
  }

  wait(ms: number): void {
    const end = this.at + ms
    for (;;) {
      const due = [...this.#a.timers, ...this.#b.timers]
        .map(([, at]) => at)
        .filter((at) => at <= end)
      if (due.length === 0) break
      this.at = Math.max(this.at, Math.min(...due))
      for (const key of this.#due(this.#a)) this.#onA(fired(key))
      for (const key of this.#due(this.#b)) this.#onB(fired(key))
    }
    this.at = end
  }

  #due(process: Process): readonly string[] {
    const due = [...process.timers].filter(([, deadline]) => deadline <= this.at)
    for (const [key] of due) process.timers.delete(key)
    return due.map(([key]) => key)
  }

  #move(kind: 'deliver' | 'double' | 'lose', pick: number): void {
    const index = pick % Math.max(1, this.#network.length)
    const flight = this.#network[index]
    if (flight === undefined) return
    if (kind !== 'double') this.#network.splice(index, 1)
    if (kind === 'lose') return
    if (flight.to === 'a') this.#onA(received(senderOf('b'), flight.message))
    else if (flight.life === this.life) this.#onB(received(senderOf('a'), flight.message))
  }

  #serve(pick: number): void {
    const [key] = this.#running.splice(pick % Math.max(1, this.#running.length), 1)
    if (key !== undefined) this.#onB(served(key, succeed(`answer of life ${this.life}`)))
  }

  #onA(input: Input): void {
    const lives: Record<string, number> = this.known === undefined ? {} : { b: this.known }
    for (const effect of this.#a.on({ at: this.at, lives }, input)) {
      if (effect.kind === 'settle' && effect.id > 0) this.settled.push(effect)
      if (effect.kind !== 'send') continue
      this.#network.push({ to: 'b', life: this.life, message: effect.message })
      if (effect.message.kind === 'request')
        this.#meant.set(effect.message.id, effect.message.incarnation)
    }
  }

  #onB(input: Input): void {
    const situation = { name: 'b', at: this.at, incarnation: this.life }
    const effects = this.#b.on(situation, input)
    for (const effect of effects) {
      if (effect.kind === 'send') {
        this.#network.push({ to: 'a', life: this.life, message: effect.message })
        const { message } = effect
        if (message.kind === 'reply' && !message.outcome.ok)
          if (message.outcome.refusal.kind === 'overloaded') this.refusedIds.add(message.id)
      }
      if (effect.kind !== 'serve') continue
      this.#running.push(effect.key)
      const id = input.kind === 'message-received' && 'id' in input.message ? input.message.id : -1
      this.runs.push({ life: this.life, id, meant: this.#meant.get(id) ?? -1 })
    }
  }
}

describe('requests over a bad network, to a server that restarts', () => {
  it('settle once each, and run at most once', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 150 }), (steps) => {
        const world = new World()
        for (const each of steps) world.take(each)
        world.wait(10_000)
        const ids = world.settled.map(({ id }) => id).toSorted((x, y) => x - y)
        expect(ids).toEqual(Array.from({ length: world.asked }, (_, i) => i + 1))
        const perLife = world.runs.map(({ life, id }) => `${life} ${id}`)
        expect(new Set(perLife).size).toBe(perLife.length)
        const pinned = world.runs.filter(({ meant }) => meant !== 0)
        expect(new Set(pinned.map(({ id }) => id)).size).toBe(pinned.length)
        for (const { life, meant, id } of world.runs) {
          expect([0, life]).toContain(meant)
          if (meant !== 0) expect(world.refusedIds).not.toContain(id)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('what the life before did not run is run by the next one, once (Q9)', () => {
    const world = new World()
    world.take({ kind: 'restart' })
    world.take({ kind: 'ask', timeoutMs: 500 })
    for (let i = 0; i < 2; i++) world.take({ kind: 'deliver', pick: 0 })
    world.take({ kind: 'learn' })
    world.wait(100)
    world.take({ kind: 'deliver', pick: 0 })
    world.take({ kind: 'serve', pick: 0 })
    world.take({ kind: 'deliver', pick: 0 })
    expect(world.settled.map(({ outcome }) => outcome)).toEqual([succeed('answer of life 2')])
  })

  it('what the network brings at once is answered by the handler', () => {
    const world = new World()
    for (let i = 0; i < 3; i++) {
      world.take({ kind: 'ask', timeoutMs: 500 })
      world.take({ kind: 'deliver', pick: 0 })
      world.take({ kind: 'serve', pick: 0 })
      world.take({ kind: 'deliver', pick: 0 })
    }
    expect(world.settled.map(({ outcome }) => outcome)).toEqual(
      [1, 2, 3].map(() => succeed('answer of life 1')),
    )
  })
})
