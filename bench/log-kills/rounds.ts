/**
 * Rounds of kill -9 at random moments while all write: most often one process, now and then two, or
 * all of them. Each log is looked at before its process is started again. Leaves no process behind,
 * whatever happens in between.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startNatsServer } from '@quorate/nats-server'
import { Witness } from './witness.ts'
import { WriterProcess } from './writer-process.ts'

export interface KillsPlan {
  readonly members: number
  readonly rounds: number
  /** At once, in each process. */
  readonly writers: number
  /** By each writer, in a round. */
  readonly writes: number
  /** A kill comes at any moment of so long after the writes began. */
  readonly withinMs: number
}

export interface KillsReport {
  readonly witness: Pick<Witness, 'acknowledged' | 'lost' | 'reused' | 'troubles'>
  readonly kills: number
  readonly refused: number
  /** From the start of a process after a kill until it was operational, each. */
  readonly backMs: readonly number[]
  /** Whether what members said of their logs was the same in the end. */
  readonly isOne: boolean
}

const deadlineMs = 120_000
const pollMs = 20

export async function killRounds(folder: string, plan: KillsPlan): Promise<KillsReport> {
  const server = await startNatsServer()
  const rounds = new Rounds({ url: server.url, folder }, plan)
  try {
    return await rounds.run()
  } finally {
    await rounds.end()
    await server.stop()
  }
}

interface Place {
  readonly url: string
  readonly folder: string
}

class Rounds {
  readonly #place: Place
  readonly #plan: KillsPlan
  readonly #secret = randomBytes(16).toString('hex')
  readonly #processes = new Map<string, WriterProcess>()
  readonly #witness = new Witness()
  #backMs: readonly number[] = []
  #kills = 0
  #refused = 0

  constructor(place: Place, plan: KillsPlan) {
    this.#place = place
    this.#plan = plan
  }

  async run(): Promise<KillsReport> {
    await this.#start()
    for (let round = 0; round < this.#plan.rounds; round++) await this.#round()
    const isOne = await this.#isOne()
    for (const each of this.#running) await each.stop()
    this.#collect()
    await this.#witness.concludes(
      new Map(this.#running.map(({ plan }) => [plan.name, plan.folder])),
    )
    return {
      witness: this.#witness,
      kills: this.#kills,
      refused: this.#refused,
      backMs: this.#backMs,
      isOne,
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.kill()))
  }

  get #running(): readonly WriterProcess[] {
    return [...this.#processes.values()]
  }

  async #start(): Promise<void> {
    const [founder = '', ...others] = Array.from({ length: this.#plan.members }, (_, i) => `m${i}`)
    this.#spawn(founder, undefined)
    await this.#areOperational()
    for (const name of others) this.#spawn(name, founder)
    await this.#areOperational()
  }

  #spawn(name: string, contact: string | undefined): WriterProcess {
    const folder = join(this.#place.folder, name)
    const { url } = this.#place
    const spawned = new WriterProcess({ name, url, secret: this.#secret, folder, contact })
    this.#processes.set(name, spawned)
    return spawned
  }

  async #round(): Promise<void> {
    const { writers, writes, withinMs } = this.#plan
    for (const each of this.#running) each.write(writers, writes)
    await pause(Math.random() * withinMs)
    const victims = this.#victims()
    await Promise.all(victims.map((each) => each.kill()))
    this.#kills += victims.length
    this.#collect()
    for (const { plan } of victims) await this.#witness.looksAt(plan.name, plan.folder)
    await Promise.all(victims.map((each) => this.#again(each)))
  }

  /** One, or in one round of eight two, or all. */
  #victims(): readonly WriterProcess[] {
    const drawn = Math.random()
    const count = drawn < 0.125 ? this.#plan.members : drawn < 0.25 ? 2 : 1
    const order = this.#running.map((each) => ({ each, at: Math.random() }))
    return order
      .toSorted((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ each }) => each)
  }

  async #again({ plan }: WriterProcess): Promise<void> {
    const from = performance.now()
    const spawned = this.#spawn(plan.name, undefined)
    await until(`${plan.name} is operational`, () => isUp(spawned))
    this.#backMs = [...this.#backMs, performance.now() - from]
  }

  #areOperational(): Promise<void> {
    return until('all are operational', () => this.#running.every(isUp))
  }

  /** Nobody writes any more: whether all come to say that their logs are the same. */
  async #isOne(): Promise<boolean> {
    const isSame = async (): Promise<boolean> => {
      const looks = await Promise.all(this.#running.map((each) => each.look()))
      const [first] = looks
      return looks.every((look) => look?.state === 'operational' && look.hash === first?.hash)
    }
    return until('all logs are the same', isSame).then(
      () => true,
      () => false,
    )
  }

  #collect(): void {
    for (const each of this.#running) {
      const { wrote, refused } = each.take()
      this.#witness.heard(each.plan.name, wrote)
      this.#refused += refused
    }
  }
}

/** @throws Error if its process has ended. */
function isUp({ isRunning, isOperational, plan }: WriterProcess): boolean {
  if (!isRunning) throw new Error(`the process of ${plan.name} has ended`)
  return isOperational
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`)
    await pause(pollMs)
  }
}
