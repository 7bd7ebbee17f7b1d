/**
 * The part of a run in which things break and are done: walks through the plan in virtual time.
 * What an operation of the workload returns is followed to its end, whenever that is.
 */
import { isFault, type Plan, type PlannedOp } from '../plan/index.ts'
import type { World } from '../world.ts'
import { Agenda } from './agenda.ts'
import type { Breakage, Mend } from './breakage.ts'
import type { Cluster, Ledger } from '../cluster/index.ts'
import { type Op, PassedOver, type Picks } from '../scenario/index.ts'

export interface TroubleParts<App> {
  readonly world: World
  readonly breakage: Breakage<App>
  readonly cluster: Cluster<App>
  readonly ledger: Ledger
  readonly ops: readonly Op[]
  readonly picks: Picks
}

export class TroublePhase<App> {
  /** What each operation of the workload turned out to be. */
  readonly told: Map<number, string> = new Map()
  readonly performed: Map<string, number> = new Map()
  readonly #parts: TroubleParts<App>
  readonly #agenda = new Agenda()
  readonly #ops: ReadonlyMap<string, Op>
  #mends: readonly Mend[] = []
  #beginMs = 0

  constructor(parts: TroubleParts<App>) {
    this.#parts = parts
    this.#ops = new Map(parts.ops.map((op) => [op.name, op]))
  }

  /** Virtual time from which the plan counts its own. */
  get beginMs(): number {
    return this.#beginMs
  }

  async run({ ops, runMs }: Plan): Promise<void> {
    const { world } = this.#parts
    const beginMs = world.now
    this.#beginMs = beginMs
    for (const op of ops) this.#plan(op, beginMs)
    const untilMs = beginMs + runMs
    for (let next = this.#agenda.take(untilMs); next; next = this.#agenda.take(untilMs)) {
      await world.advance(Math.max(0, next.atMs - world.now))
      next.run()
    }
    await world.advance(Math.max(0, untilMs - world.now))
  }

  /** Whatever is still broken. */
  mendAll(): void {
    for (const mend of this.#mends) mend()
    this.#mends = []
  }

  #plan(op: PlannedOp, beginMs: number): void {
    const atMs = beginMs + op.atMs
    if (op.kind === 'crash' && op.back.as === 'backup') {
      const keep = (): void => this.#parts.breakage.keep(op)
      this.#agenda.add({ atMs: Math.max(beginMs, atMs - op.back.ageMs), run: keep })
    }
    this.#agenda.add({ atMs, run: () => this.#perform(op, atMs) })
  }

  #perform(op: PlannedOp, atMs: number): void {
    if (!isFault(op)) {
      this.#use(op)
      return
    }
    const mend = this.#parts.breakage.perform(op)
    if (mend === undefined) return
    this.#count(op.kind)
    this.#mends = [...this.#mends, mend]
    const run = (): void => {
      this.#mends = this.#mends.filter((other) => other !== mend)
      mend()
    }
    this.#agenda.add({ atMs: atMs + op.forMs, run })
  }

  #use({ id, use }: Extract<PlannedOp, { kind: 'use' }>): void {
    const op = this.#ops.get(use)
    if (op === undefined) return
    const { picks, ledger, cluster } = this.#parts
    // Whoever is used may end in the middle of it.
    const running = cluster.processes()
    picks.begin(id)
    const ending = this.#tryUse(op)
    const { told, used } = picks.end()
    const what = [use, ...told].join(' ')
    this.told.set(id, what)
    if (ending === undefined) return
    this.#count(use)
    const by = (used.length > 0 ? used : [...running.keys()]).flatMap(
      (name) => running.get(name) ?? [],
    )
    void ledger.follow({ what, by }, ending)
  }

  /** undefined: it makes no sense now. */
  #tryUse(op: Op): Promise<unknown> | undefined {
    try {
      return Promise.resolve(op.run()).catch(unlessPassedOver)
    } catch (error) {
      return error instanceof PassedOver ? undefined : Promise.reject(error)
    }
  }

  #count(kind: string): void {
    this.performed.set(kind, (this.performed.get(kind) ?? 0) + 1)
  }
}

function unlessPassedOver(error: unknown): void {
  if (!(error instanceof PassedOver)) throw error
}
