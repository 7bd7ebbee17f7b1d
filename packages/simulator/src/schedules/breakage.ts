/**
 * What breaks: faults of the network, of machines and of clocks, and how all of it ends. Steps
 * that make no sense where the run is (a crash of what does not run) are passed over, so that any
 * part of a schedule is a schedule.
 */
import { corrupt, duplicate, loss, reorder, type Rule, type World } from '@quorate/transport-memory'
import type { Actor } from './actor.ts'
import type { FaultStep, Noise } from './step.ts'

const noises: { readonly [Kind in Noise]: (share: number) => Rule } = {
  loss,
  duplicate,
  reorder,
  corrupt,
}

export class Breakage {
  readonly #world: World
  readonly #actors: ReadonlyMap<string, Actor>
  #rules: Rule[] = []
  /** Only one machine moves: two that move unseen by each other cannot find each other again. */
  #mover: string | undefined

  constructor(world: World, actors: ReadonlyMap<string, Actor>) {
    this.#world = world
    this.#actors = actors
  }

  /** False: it makes no sense here. */
  async perform(step: FaultStep): Promise<boolean> {
    switch (step.kind) {
      case 'crash':
      case 'restart':
      case 'pause':
      case 'resume':
        return this.#performOnMachine(step)
      case 'clock':
        this.#world.setClock(step.name, step)
        return true
      case 'noise':
        this.#add(noises[step.of](step.share))
        return true
      case 'calm':
        this.#calm()
        return true
      default:
        return this.#performOnNetwork(step)
    }
  }

  /** Nothing is broken any more, and whoever does not run is started again. */
  async end(): Promise<void> {
    this.#world.heal()
    this.#calm()
    for (const actor of this.#actors.values()) {
      const { name } = actor
      this.#world.setClock(name, { offsetMs: 0, driftPpm: 0 })
      if (this.#world.stateOf(name) === 'paused') this.#world.resume(name)
      if (this.#world.stateOf(name) === 'ended') await actor.restart('same')
      await actor.member?.resumeHousekeeping()
    }
  }

  #performOnNetwork(
    step: Extract<FaultStep, { kind: 'isolate' | 'split' | 'cut-ring' | 'heal' }>,
  ): boolean {
    const names = [...this.#actors.keys()]
    switch (step.kind) {
      case 'isolate':
        this.#world.isolate(step.name)
        return true
      case 'split': {
        const others = names.filter((name) => !step.side.includes(name))
        this.#world.cut(step.side, others, { oneWay: step.isOneWay })
        return true
      }
      case 'cut-ring':
        // Each still hears its neighbours in the ring, and nobody else.
        for (const [i, name] of names.entries()) {
          const isFar = (j: number): boolean => ![0, 1, names.length - 1].includes(Math.abs(i - j))
          this.#world.cut(
            [name],
            names.filter((_, j) => isFar(j)),
          )
        }
        return true
      case 'heal':
        this.#world.heal()
        return true
    }
  }

  async #performOnMachine(
    step: Extract<FaultStep, { kind: 'crash' | 'restart' | 'pause' | 'resume' }>,
  ): Promise<boolean> {
    const actor = this.#meant(step)
    if (actor === undefined) return false
    const { name } = actor
    const state = this.#world.stateOf(name)
    switch (step.kind) {
      case 'crash':
        if (state === 'ended') return false
        if (step.isStopped && state === 'running') await actor.stop()
        actor.crash()
        return true
      case 'restart': {
        if (state !== 'ended') return false
        const mover = step.as === 'moved' ? (this.#mover ?? name) : this.#mover
        this.#mover = mover
        await actor.restart(step.as === 'moved' && mover !== name ? 'same' : step.as)
        return true
      }
      case 'pause':
        if (state === 'running') this.#world.pause(name)
        return state === 'running'
      case 'resume':
        if (state === 'paused') this.#world.resume(name)
        return state === 'paused'
    }
  }

  /** Of a restart or a resumption: whoever needs one, the named first. */
  #meant(
    step: Extract<FaultStep, { kind: 'crash' | 'restart' | 'pause' | 'resume' }>,
  ): Actor | undefined {
    const named = this.#actors.get(step.name)
    const needs = { restart: 'ended', resume: 'paused', crash: undefined, pause: undefined }[
      step.kind
    ]
    if (needs === undefined || this.#world.stateOf(step.name) === needs) return named
    return [...this.#actors.values()].find(({ name }) => this.#world.stateOf(name) === needs)
  }

  #add(rule: Rule): void {
    this.#rules.push(rule)
    this.#world.addRule(rule)
  }

  #calm(): void {
    for (const rule of this.#rules) this.#world.removeRule(rule)
    this.#rules = []
  }
}
