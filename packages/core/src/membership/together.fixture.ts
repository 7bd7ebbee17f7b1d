/**
 * Several members of one cluster that talk to each other over a network that delays, loses and cuts,
 * in virtual time. What one logs the others have at once: this is about what they believe.
 */
import type { ClusterEvent, Message } from '../model/index.ts'
import { sender } from './cluster.fixture.ts'
import { rideAlong } from './opinion/index.ts'
import { Scene } from './scene.fixture.ts'
import type { Setting } from './side.fixture.ts'

interface Frame {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly message: Message
}

const delayMs = 5

export class Together {
  readonly members: readonly string[]
  readonly sides = new Map<string, Scene>()
  /** Members whose process does not run: it is dead, or stopped for a while. */
  readonly dead = new Set<string>()
  readonly stopped = new Set<string>()
  /** Who is on which side of a cut; undefined: with all. */
  readonly halves = new Map<string, number>()
  /** Share of frames that get lost. */
  loss = 0
  now = 1_000_000
  /** Messages that were sent so far. */
  sent = 0
  readonly #setting: Setting
  readonly #logged: (readonly [by: string, ClusterEvent])[] = []
  #inFlight: Frame[] = []
  #draws = 0

  constructor(members: readonly string[], setting: Setting = {}) {
    this.members = members
    this.#setting = setting
    for (const name of members) this.start(name)
  }

  /** A process begins, in a life of its own. */
  start(name: string): void {
    const incarnation = this.now
    const process = { incarnation }
    const scene = new Scene({ ...this.#setting, members: this.members, self: name, process })
    scene.entropy = this.#draws + this.sides.size * 40
    this.sides.set(name, scene)
    this.dead.delete(name)
    // Its timers began with its clock, and its first words too.
    for (const [timer, deadline] of scene.timers)
      scene.timers.set(timer, deadline - scene.now + this.now)
    scene.now = this.now
    this.#send(name, scene)
    for (const [by, event] of this.#logged) if (by !== name) scene.learn(by, event)
  }

  /** Time goes by. */
  run(ms: number): this {
    const until = this.now + ms
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) next()
    this.now = until
    return this
  }

  #runs(name: string): boolean {
    return !this.dead.has(name) && !this.stopped.has(name)
  }

  /** What happens first; what was due while a process was stopped happens when it runs again. */
  #next(until: number): (() => void) | undefined {
    let first: { readonly at: number; readonly run: () => void } | undefined
    for (const [name, scene] of this.sides) {
      if (!this.#runs(name)) continue
      for (const [timer, at] of scene.timers)
        if (at <= until && (first === undefined || at < first.at))
          first = { at, run: () => this.#fire(name, scene, timer) }
    }
    for (const frame of this.#inFlight)
      if (
        frame.at <= until &&
        !this.stopped.has(frame.to) &&
        (first === undefined || frame.at < first.at)
      )
        first = { at: frame.at, run: () => this.#deliver(frame) }
    if (first !== undefined) this.now = Math.max(this.now, first.at)
    return first?.run
  }

  #fire(name: string, scene: Scene, timer: string): void {
    const lateMs = this.now - (scene.timers.get(timer) ?? this.now)
    scene.now = this.now
    scene.fire(timer, lateMs)
    this.#send(name, scene)
  }

  #deliver(frame: Frame): void {
    this.#inFlight = this.#inFlight.filter((each) => each !== frame)
    const scene = this.sides.get(frame.to)
    if (scene === undefined || this.dead.has(frame.to)) return
    scene.now = this.now
    scene.hear(sender(frame.from), frame.message)
    this.#send(frame.to, scene)
  }

  #send(from: string, scene: Scene): void {
    const { local, effects } = rideAlong(scene.local, scene.effects)
    scene.local = local
    for (const effect of effects)
      if (effect.kind === 'send')
        this.#put(from, effect.to.address.slice('at-'.length), effect.message)
    for (const event of scene.events) {
      this.#logged.push([from, event])
      for (const [name, other] of this.sides)
        if (name !== from && !this.dead.has(name)) this.#learn(other, from, event)
    }
  }

  #learn(other: Scene, by: string, event: ClusterEvent): void {
    other.now = Math.max(other.now, this.now)
    other.learn(by, event)
  }

  #put(from: string, to: string, message: Message): void {
    this.sent += 1
    this.#draws = (Math.imul(this.#draws, 1_103_515_245) + 12_345) >>> 0
    const isLost = this.#draws / 2 ** 32 < this.loss
    if (isLost || this.halves.get(from) !== this.halves.get(to)) return
    this.#inFlight.push({ at: this.now + delayMs, from, to, message })
  }
}
