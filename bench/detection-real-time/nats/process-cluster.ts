/**
 * A cluster of member processes over a server of its own. Decides when it is whole: all have one
 * log and hold all to be alive. Waits for conditions with a deadline. Leaves no process behind,
 * whatever happens in between.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type NatsServer, startNatsServer } from '@quorate/nats-server'
import { MemberProcess } from './member-process.ts'
import { areWhole } from './told.ts'

export interface ClusterPlan {
  readonly size: number
  readonly hasHints: boolean
}

const pollMs = 50
const deadlineMs = 120_000

/** Starts a cluster, waits until it is whole, and ends it when the work is done or fails. */
export async function withCluster<T>(
  plan: ClusterPlan,
  work: (cluster: ProcessCluster) => Promise<T>,
): Promise<T> {
  const server = await startNatsServer()
  const cluster = new ProcessCluster(server, plan)
  try {
    await cluster.start()
    return await work(cluster)
  } finally {
    await cluster.end()
    await server.stop()
  }
}

export class ProcessCluster {
  readonly #server: NatsServer
  readonly #plan: ClusterPlan
  readonly #secret = randomBytes(16).toString('hex')
  readonly #members = new Map<string, MemberProcess>()

  constructor(server: NatsServer, plan: ClusterPlan) {
    this.#server = server
    this.#plan = plan
  }

  get members(): readonly MemberProcess[] {
    return [...this.#members.values()]
  }

  /** The member whose turn it is. */
  memberAt(turn: number): MemberProcess {
    const member = this.members[turn % this.#members.size]
    if (member === undefined) throw new Error('the cluster has no members')
    return member
  }

  othersThan({ name }: MemberProcess): readonly MemberProcess[] {
    return this.members.filter((member) => member.name !== name)
  }

  async start(): Promise<void> {
    const [founder = '', ...others] = Array.from({ length: this.#plan.size }, (_, i) => `m${i}`)
    await this.#spawn(founder, undefined)
    await Promise.all(others.map((name) => this.#spawn(name, founder)))
    await this.whole()
  }

  /** A new process for the name of one that is gone; resolves when the cluster is whole again. */
  async respawn(gone: MemberProcess): Promise<void> {
    await this.#spawn(gone.name, this.othersThan(gone)[0]?.name)
    await this.whole()
  }

  whole(): Promise<void> {
    return this.until('all hold all to be alive', async () =>
      areWhole(await Promise.all(this.members.map((member) => member.look()))),
    )
  }

  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + deadlineMs
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`)
      await pause(pollMs)
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()))
  }

  async #spawn(name: string, contact: string | undefined): Promise<void> {
    const { hasHints } = this.#plan
    const { url } = this.#server
    const member = new MemberProcess({ name, url, contact, hasHints, secret: this.#secret })
    this.#members.set(name, member)
    await this.until(`${name} is let in`, () => {
      if (!member.isRunning) throw new Error(`the process of ${name} has ended`)
      return member.isReady
    })
  }
}
