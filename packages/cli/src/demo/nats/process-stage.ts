/**
 * The stage of the demo over NATS: members as processes, a real server, real time. Decides how long
 * to wait; must leave no process behind, whatever happened.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Stage, StoryFailed, type Wish } from '../story/index.ts'
import { Reporter, type Screen, Timeline } from '../telling/index.ts'
import { happeningOf } from './event-happening.ts'
import { MemberProcess } from './member-process.ts'
import { ProcessActor } from './process-actor.ts'

export interface ProcessStageOptions {
  readonly screen: Screen
  /** Of the nats-server. */
  readonly url: string
  /** Ends all waiting. */
  readonly ending: AbortSignal
}

const period = '300ms'
const pollMs = 50
const wishMs = 30_000
const tickMs = 100

export class ProcessStage implements Stage<ProcessActor> {
  readonly timeline: Timeline
  readonly #url: string
  readonly #ending: AbortSignal
  readonly #secret = randomBytes(16).toString('hex')
  readonly #ticking: NodeJS.Timeout
  #processes: readonly MemberProcess[] = []

  constructor({ screen, url, ending }: ProcessStageOptions) {
    const began = performance.now()
    this.timeline = new Timeline({ screen, now: () => performance.now() - began, isSlow: true })
    this.#url = url
    this.#ending = ending
    this.#ticking = setInterval(() => this.timeline.tick(), tickMs)
  }

  async start(name: string): Promise<ProcessActor> {
    this.#ending.throwIfAborted()
    const reporter = new Reporter(name, this.timeline)
    let state = 'joining'
    const process = new MemberProcess({
      args: ['--name', name, '--cluster', 'demo', '--nats', this.#url, '--period', period],
      secret: this.#secret,
      ending: this.#ending,
      onEvent: (line) => {
        if (typeof line['state'] === 'string') state = line['state']
        const happening = happeningOf(line)
        if (happening !== undefined) reporter.hear(happening)
      },
    })
    this.#processes = [...this.#processes, process]
    const isUp = async (): Promise<boolean> => {
      if (process.isRunning) return state !== 'joining'
      return process.ask('version').then(() => false)
    }
    await this.until({ what: `a start of ${name}`, isSo: isUp })
    return new ProcessActor(name, { process, stateOf: () => state })
  }

  async pass(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#ending })
  }

  async until({ what, isSo }: Wish): Promise<void> {
    const deadline = performance.now() + wishMs
    while (!(await isSo())) {
      if (performance.now() > deadline)
        throw new StoryFailed(`${what}: not within ${wishMs / 1000} s`)
      await this.pass(pollMs)
    }
  }

  /** Ends all processes; resolves when they are gone. */
  async end(): Promise<void> {
    clearInterval(this.#ticking)
    await Promise.all(this.#processes.map((process) => process.stop()))
  }
}
