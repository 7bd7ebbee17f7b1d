/**
 * A client and its members over a network of this test: each frame is noted and arrives at once.
 */
import { EMPTY, NEVER, of as one, Subject } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Address } from '../model/index.ts'
import type { Clock, Frame, LogStore, Transport } from '../ports/index.ts'
import { createClient } from './client.ts'
import { createMember } from './create-member.ts'
import type { Member } from './member.ts'

const log: LogStore = {
  open: () => one({ identity: undefined, entries: [], repairs: [] }),
  start: () => EMPTY,
  append: () => EMPTY,
  saveCheckpoint: () => EMPTY,
  close: () => EMPTY,
}
const secret = 'a shared secret'

let stopping: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const peer of stopping) await peer.stop()
  stopping = []
})

class Network {
  /** `from>to` of each frame. */
  readonly sent: string[] = []
  readonly #places = new Map<Address, Subject<Frame>>()

  transport(name: string): Transport {
    const address = name as Address
    const frames$ = new Subject<Frame>()
    return {
      address,
      capabilities: { broadcast: false, unreachable: false },
      maxFrameBytes: 1_000_000,
      frames$,
      status$: one('up' as const),
      unreachable$: NEVER,
      open: () => {
        this.#places.set(address, frames$)
        return EMPTY
      },
      close: () => {
        this.#places.delete(address)
        return EMPTY
      },
      send: (to, bytes) => {
        this.sent.push(`${address}>${to}`)
        queueMicrotask(() => this.#places.get(to)?.next({ from: address, bytes }))
        return undefined
      },
      broadcast: () => 'not-connected',
    }
  }

  async member(name: string): Promise<Member> {
    const member = await createMember({ name, secret, transport: this.transport(name), log })
    stopping.push(member)
    return member
  }
}

/** Time stands still until it is moved. */
class HandClock implements Clock {
  at = 0
  #due: { readonly at: number; readonly run: () => void }[] = []
  monotonic = (): number => this.at
  now = (): number => this.at
  defer = (run: () => void): void => queueMicrotask(run)

  schedule = (at: number, run: () => void): (() => void) => {
    const timer = { at, run }
    this.#due.push(timer)
    return () => {
      this.#due = this.#due.filter((other) => other !== timer)
    }
  }

  async moveTo(end: number): Promise<void> {
    for (;;) {
      await settled()
      const [next] = this.#due.toSorted((a, b) => a.at - b.at)
      if (next === undefined || next.at > end) break
      this.#due = this.#due.filter((timer) => timer !== next)
      this.at = Math.max(this.at, next.at)
      next.run()
    }
    this.at = end
  }
}

/** All that follows without time passing. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("a client's call", () => {
  it('has one deadline, and tries every contact within it', async () => {
    const network = new Network()
    const clock = new HandClock()
    const transport = network.transport('x')
    const contacts = ['p', 'q', 'r']
    const client = await createClient({ name: 'x', secret, transport, contacts, clock })
    stopping.push(client)
    let failedAt: number | undefined
    const asked = client.request('m', 1, { timeoutMs: 4_000 }).catch(() => {
      failedAt = clock.at
    })
    await clock.moveTo(10_000)
    await asked
    expect(failedAt).toBe(3_000)
    expect(new Set(network.sent)).toEqual(new Set(['x>p', 'x>q', 'x>r']))
  })

  it('asks a contact where a member listens, and not again until the member fails', async () => {
    const network = new Network()
    await network.member('c')
    const asked = await network.member('m')
    await asked.join('c')
    const contacts = ['c']
    const transport = network.transport('x')
    const client = await createClient({ name: 'x', secret, transport, contacts })
    stopping.push(client)
    const toContact = async (work: () => Promise<unknown>): Promise<boolean> => {
      network.sent.length = 0
      await work()
      return network.sent.includes('x>c')
    }
    const ping = (): Promise<unknown> => client.ping('m', { timeoutMs: 200 }).catch(() => undefined)
    expect(await toContact(ping)).toBe(true)
    expect(await toContact(ping)).toBe(false)
    await asked.stop()
    expect(await toContact(ping)).toBe(false)
    expect(await toContact(ping)).toBe(true)
  })
})
