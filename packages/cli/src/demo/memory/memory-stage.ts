/**
 * The stage of the embedded demo: members in one process, a network in memory that can be cut, and
 * virtual time. All chance is the seed's.
 */
import { createMember } from '@quorate/core'
import { createWorld, type World } from '@quorate/transport-memory'
import { type Actor, type Stage, StoryFailed, type Wish } from '../story/index.ts'
import { Reporter, type Screen, Timeline } from '../telling/index.ts'
import { MemoryActor } from './memory-actor.ts'
import { Pace } from './pace.ts'

export interface MemoryStageOptions {
  readonly seed: number
  readonly screen: Screen
  /** See `PaceOptions`. */
  readonly keepUp: ((virtualMs: number) => Promise<void>) | undefined
}

const wishMs = 60_000

export class MemoryStage implements Stage {
  readonly timeline: Timeline
  readonly #world: World
  readonly #pace: Pace

  constructor({ seed, screen, keepUp }: MemoryStageOptions) {
    const world = createWorld({ seed })
    const timeline = new Timeline({ screen, now: () => world.now, isSlow: keepUp !== undefined })
    this.timeline = timeline
    this.#world = world
    this.#pace = new Pace({ world, keepUp, onStep: () => timeline.tick() })
  }

  async start(name: string): Promise<Actor> {
    const secret = 'known to all members and nobody else'
    const starting = createMember({ ...this.#world.env(name), secret })
    const member = await this.#pace.settle(starting)
    const reporter = new Reporter(name, this.timeline)
    member.notices$.subscribe((notice) => reporter.hear(notice))
    member.state$.subscribe(({ state, reasons }) =>
      reporter.hear({ kind: 'state', state, reasons }),
    )
    return new MemoryActor(member, this.#pace)
  }

  pass(ms: number): Promise<void> {
    return this.#pace.pass(ms)
  }

  async until({ what, isSo }: Wish): Promise<void> {
    if (await this.#pace.until(isSo, wishMs)) return
    throw new StoryFailed(`${what}: not within ${wishMs / 1000} s`)
  }

  cut(group: readonly Actor[], other: readonly Actor[]): void {
    this.#world.cut(namesOf(group), namesOf(other))
  }

  heal(): void {
    this.#world.heal()
  }
}

const namesOf = (actors: readonly Actor[]): readonly string[] => actors.map(({ name }) => name)
