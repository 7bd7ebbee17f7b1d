/**
 * One member's kernel and its lifecycle. `take` is the single call of `step`: one input at a time,
 * in order, its effects carried out before the next. The lifecycle is a statechart that follows
 * what the kernel derives (`kernel/lifecycle.ts`): it is told when that changes, in step with the
 * inputs, and nobody sets a state by hand. The kernel steps beside the statechart and not inside
 * it, because a transition costs as much as a step (docs/decisions/0021).
 * `stopped` is final: by request, or because a step violated an invariant, which is a bug and kept
 * as the reason.
 *
 *   joining ⇄ operational ⇄ degraded        (each to each, as the kernel says)
 *        ⇅          ⇅           ⇅
 *                ejected                     stop, fail ▶ stopped
 */
import { type Actor, assign, createActor, setup } from 'xstate'
import { type Kernel, type LifecycleStatus, step } from '../kernel/index.ts'
import type { Effect, Input } from '../model/index.ts'
import type { LifecycleState } from '../state/index.ts'

interface MachineInput {
  readonly kernel: Kernel
  readonly run: (effects: readonly Effect[], before: Kernel, after: Kernel) => void
}

interface LifecycleContext {
  readonly lifecycle: LifecycleStatus
  readonly failure: unknown
}

type LifecycleEvent =
  | { readonly type: 'derived'; readonly lifecycle: LifecycleStatus }
  | { readonly type: 'fail'; readonly failure: unknown }
  | { readonly type: 'stop' }

const is =
  (state: LifecycleState) =>
  ({ event }: { readonly event: LifecycleEvent }): boolean =>
    event.type === 'derived' && event.lifecycle.state === state

const lifecycleChart = setup({
  types: {
    context: {} as LifecycleContext,
    events: {} as LifecycleEvent,
    input: {} as LifecycleStatus,
  },
  actions: {
    keepStatus: assign(({ event }) =>
      event.type === 'derived' ? { lifecycle: event.lifecycle } : {},
    ),
    keepFailure: assign(({ event }) => (event.type === 'fail' ? { failure: event.failure } : {})),
  },
  guards: {
    isJoining: is('joining'),
    isOperational: is('operational'),
    isDegraded: is('degraded'),
    isEjected: is('ejected'),
  },
}).createMachine({
  id: 'member',
  context: ({ input }) => ({ lifecycle: input, failure: undefined }),
  initial: 'joining',
  on: {
    derived: [
      { guard: 'isJoining', target: '.joining', actions: 'keepStatus' },
      { guard: 'isOperational', target: '.operational', actions: 'keepStatus' },
      { guard: 'isDegraded', target: '.degraded', actions: 'keepStatus' },
      { guard: 'isEjected', target: '.ejected', actions: 'keepStatus' },
    ],
    fail: { target: '.stopped', actions: 'keepFailure' },
    stop: { target: '.stopped' },
  },
  states: {
    joining: {},
    operational: {},
    degraded: {},
    ejected: {},
    stopped: { type: 'final' },
  },
})

/** What the statechart is in; reasons as the kernel gives them, or why it stopped. */
export interface MachineStatus {
  readonly state: LifecycleState | 'stopped'
  readonly lifecycle: LifecycleStatus
  readonly failure: unknown
}

/** The kernel of one member, stepping, and its running statechart. */
export class MemberMachine {
  readonly #actor: Actor<typeof lifecycleChart>
  readonly #run: MachineInput['run']
  #kernel: Kernel
  /** Inputs that came while an earlier one's effects were carried out. */
  #waiting: Input[] = []
  #isStepping = false
  #isStopped = false

  constructor({ kernel, run }: MachineInput) {
    this.#kernel = kernel
    this.#run = run
    this.#actor = createActor(lifecycleChart, { input: kernel.lifecycle })
  }

  /** `onStatus` is told of every change; `onStopped` once, with what failed, if something did. */
  start(onStatus: (status: MachineStatus) => void, onStopped: (failure: unknown) => void): void {
    this.#actor.subscribe({
      next: () => onStatus(this.status),
      error: (failure) => onStopped(failure),
      complete: () => onStopped(this.status.failure),
    })
    this.#actor.start()
  }

  get kernel(): Kernel {
    return this.#kernel
  }

  get status(): MachineStatus {
    const { value, context } = this.#actor.getSnapshot()
    return { state: value, ...context }
  }

  /** Steps at once, or, if called by an effect, when the effects before are carried out. */
  take(input: Input): void {
    if (this.#isStepping) {
      this.#waiting.push(input)
      return
    }
    this.#isStepping = true
    this.#takeNow(input)
    for (let i = 0; i < this.#waiting.length; i++) {
      const next = this.#waiting[i]
      if (next !== undefined) this.#takeNow(next)
    }
    if (this.#waiting.length > 0) this.#waiting = []
    this.#isStepping = false
  }

  /** Stops; idempotent. */
  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#actor.send({ type: 'stop' })
  }

  #takeNow(input: Input): void {
    if (this.#isStopped) return
    const before = this.#kernel
    try {
      const { kernel, effects } = step(before, input)
      this.#kernel = kernel
      this.#run(effects, before, kernel)
    } catch (failure) {
      this.#fail(failure ?? new Error('a step failed'))
      return
    }
    const { lifecycle } = this.#kernel
    if (lifecycle !== before.lifecycle) this.#actor.send({ type: 'derived', lifecycle })
  }

  #fail(failure: unknown): void {
    this.#isStopped = true
    this.#actor.send({ type: 'fail', failure })
  }
}
