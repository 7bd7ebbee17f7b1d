/**
 * What may happen to one member, in a word each: what others say to it, what it is asked, which
 * timer fires. Stores are named by a letter: `storeOf('b')`.
 */
import type {
  Claim,
  Command,
  LiveReport,
  Message,
  MessageOf,
  PingFinding,
  Sender,
} from '../model/index.ts'
import { invariant } from '../model/index.ts'
import { at, claim, sender, tagFor } from './cluster.fixture.ts'
import { Side } from './side.fixture.ts'

/** Every peer is asked every period, whoever's turn it would be. */
export const fullMesh = { probing: 'full-mesh' } as const

export class Scene extends Side {
  hear(from: Sender, message: Message): this {
    return this.give({ kind: 'message-received', from, message })
  }

  command(id: number, command: Command): this {
    return this.give({ kind: 'command-issued', id, command })
  }

  /** A timer fires; so many milliseconds late. */
  fire(timer: string, lateMs = 0): this {
    this.timers.delete(timer)
    return this.give({ kind: 'timer-fired', timer, deadline: this.now - lateMs })
  }

  /** Time goes by until a timer is due, and it fires. */
  due(timer: string): this {
    const deadline = this.timers.get(timer)
    invariant(deadline !== undefined, `${timer} is armed`)
    this.now = Math.max(this.now, deadline)
    return this.fire(timer)
  }

  /** All news are told, and there is peace. */
  quiet(): this {
    for (let told = 0; this.timers.has('membership/gossip'); told++) {
      invariant(told < 200, 'there is peace some day')
      this.due('membership/gossip')
    }
    return this
  }

  /** Turns go by, as if nobody else were asked, until this peer is. */
  asking(name: string): this {
    for (let turn = 0; this.probeTo(name) === 0; turn++) {
      invariant(turn < 1_000, `${name} is asked some day`)
      const { local } = this
      const before = new Map(this.timers)
      this.due('membership/period')
      if (this.probeTo(name) > 0) return this
      const { round, turns, ring } = this.local
      this.local = { ...local, round, turns, ring }
      for (const timer of this.timers.keys()) if (!before.has(timer)) this.timers.delete(timer)
    }
    return this
  }

  /** All peers are heard of, in their first life, in the answer of one who knows them: no news. */
  heard(): this {
    const names = [...this.local.peers.keys()]
    const [first = ''] = names
    return this.report(
      first,
      names.map((name) => claim(name, 'alive')),
      'nothing',
    )
  }

  /** A member tells news. */
  gossip(from: string, ...claims: readonly Claim[]): this {
    return this.hear(sender(from), { kind: 'gossip', claims })
  }

  /** Others say of a peer that it has failed. */
  failed(name: string): this {
    const { incarnation = 0, refutations = 0 } = this.viewOf(name) ?? {}
    const [by = name] = [...this.local.peers.keys()].filter((other) => other !== name)
    return this.gossip(by, claim(name, 'failed', { by, incarnation, refutations }))
  }

  /** A member says who is not alive. */
  report(from: string, claims: readonly Claim[], asks: LiveReport['asks'] = 'unwell'): this {
    return this.hear(sender(from), { kind: 'live-report', claims, asks })
  }

  /** A member asks to ask another. */
  pingRequest(from: string, about: string, probe = 77): this {
    return this.hear(sender(from), { kind: 'ping-request', probe, about: tagFor(about) })
  }

  /** A member says what came of asking another, by default for the probe in flight. */
  pingReport(
    from: string,
    about: string,
    more: { readonly finding: PingFinding } & Partial<MessageOf<'ping-report'>>,
  ): this {
    const incarnation = more.finding === 'heard' ? 1 : 0
    const report = { probe: this.probeTo(about), about: tagFor(about), incarnation } as const
    return this.hear(sender(from), { kind: 'ping-report', ...report, refutations: 0, ...more })
  }

  /** A member asks; by default one that thinks of the others as this one does. */
  ping(from: string, more: Partial<MessageOf<'ping'>> = {}): this {
    const { liveHash } = this.local
    const ping = { kind: 'ping', probe: 9, store: tagFor(from), liveHash } as const
    return this.hear(sender(from), { ...ping, ...more })
  }

  /** A peer answers the probe in flight, or another one. */
  ack(name: string, more: Partial<MessageOf<'ack'>> = {}): this {
    return this.hear(sender(name), {
      kind: 'ack',
      probe: this.probeTo(name),
      store: tagFor(name),
      incarnation: 1,
      refutations: 0,
      wall: this.now,
      ...more,
    })
  }

  /** A peer answers as one does that has heard what is said of it. */
  refutes(name: string, more: Partial<MessageOf<'ack'>> = {}): this {
    const { refutations = 0 } = this.viewOf(name) ?? {}
    return this.ack(name, { refutations: refutations + 1, ...more })
  }

  /** The transport finds nobody at the address of a member. */
  hint(name: string): this {
    return this.give({ kind: 'peer-unreachable', address: at(name) })
  }
}
