/**
 * The others of one member's cluster, as they would answer: at once, if they live. They ack, ask
 * for it and say what came of that, refute what it holds against them, and confirm what is true.
 */
import type { Claim, ClusterEvent, Message, MessageOf, Notice } from '../model/index.ts'
import { claim, tagFor } from './cluster.fixture.ts'
import type { Scene } from './scene.fixture.ts'

export class Company {
  readonly scene: Scene
  /** What the member told and logged, and when. */
  readonly notices: (Notice & { readonly at: number })[] = []
  readonly events: (ClusterEvent & { readonly at: number })[] = []
  readonly sent: (readonly [to: string, message: Message, at: number])[] = []
  readonly #refutations = new Map<string, number>()
  readonly #confirmed = new Set<string>()

  constructor(scene: Scene) {
    this.scene = scene
  }

  /** Time goes by with these alive; the others say nothing. */
  live(ms: number, alive: readonly string[]): this {
    const { scene } = this
    const until = scene.now + ms
    for (let timer = this.#next(until); timer !== undefined; timer = this.#next(until)) {
      scene.due(timer)
      this.#answer(alive)
    }
    scene.now = until
    return this
  }

  /** When something was logged first, as milliseconds of the run; undefined: not yet. */
  loggedAt(kind: ClusterEvent['kind']): number | undefined {
    return this.events.find((event) => event.kind === kind)?.at
  }

  #next(until: number): string | undefined {
    let first: readonly [string, number] | undefined
    for (const timer of this.scene.timers)
      if (timer[1] <= until && (first === undefined || timer[1] < first[1])) first = timer
    return first?.[0]
  }

  /** What the last input made the member say is heard, and what follows from that. */
  #answer(alive: readonly string[]): void {
    const { scene } = this
    const at = scene.now
    for (const event of scene.events) this.events.push({ ...event, at })
    for (const notice of scene.notices) this.notices.push({ ...notice, at })
    for (const [to, message] of scene.sent) {
      this.sent.push([to, message, at])
      const name = to.slice('at-'.length)
      if (!alive.includes(name)) continue
      for (const give of this.#answersOf(name, message, alive)) {
        const inputs = scene.entropy
        give()
        if (scene.entropy !== inputs) this.#answer(alive)
      }
    }
  }

  #answersOf(name: string, message: Message, alive: readonly string[]): (() => void)[] {
    const { scene } = this
    switch (message.kind) {
      case 'ping': {
        const refutations = this.#refutations.get(name) ?? 0
        return [() => scene.ack(name, { probe: message.probe, refutations })]
      }
      case 'ping-request':
        return [() => this.#reportFor(name, message, alive)]
      case 'gossip':
        return message.claims
          .filter(({ status }) => status !== 'alive')
          .map((told) => () => this.#hear(name, told, alive))
      default:
        return []
    }
  }

  /** Of itself: it refutes. Of one that is dead: it finds the same, and says so once. */
  #hear(name: string, told: Claim, alive: readonly string[]): void {
    const about = this.#nameOf(told.about)
    if (about === name) {
      const refutations = Math.max(told.refutations + 1, this.#refutations.get(name) ?? 0)
      this.#refutations.set(name, refutations)
      this.scene.gossip(name, claim(name, 'alive', { refutations }))
    }
    const once = [name, about, told.incarnation, told.refutations].join()
    if (about === undefined || alive.includes(about) || this.#confirmed.has(once)) return
    this.#confirmed.add(once)
    this.scene.gossip(name, { ...told, status: 'suspect', by: tagFor(name), observers: 1 })
  }

  #nameOf(tag: Claim['about']): string | undefined {
    return [...this.scene.local.peers.keys()].find((each) => tagFor(each) === tag)
  }

  #reportFor(name: string, request: MessageOf<'ping-request'>, alive: readonly string[]): void {
    const about = this.#nameOf(request.about)
    if (about === undefined) return
    const { probe } = request
    const refutations = this.#refutations.get(about) ?? 0
    if (alive.includes(about))
      this.scene.pingReport(name, about, { finding: 'heard', probe, refutations })
    else this.scene.pingReport(name, about, { finding: 'silent', probe })
  }
}
