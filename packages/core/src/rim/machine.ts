/**
 * The lifecycle of the one local member as a statechart. Its context is the kernel; every input
 * goes through it, and this is the single call of `step`. The four states follow what the kernel
 * derives (`kernel/lifecycle.ts`); nobody sets one by hand. `stopped` is final: by request, or
 * because a step violated an invariant, which is a bug and is kept as the reason.
 *
 *   joining ⇄ operational ⇄ degraded        (each to each, as the kernel says)
 *        ⇅          ⇅           ⇅
 *                ejected                     stop ▶ stopped
 */
import { type Actor, assign, createActor, setup } from 'xstate'
import { type Kernel, type LifecycleStatus, step } from '../kernel/index.ts'
import type { Effect, Input } from '../model/index.ts'
import type { LifecycleState } from '../state/index.ts'

interface MachineInput {
  readonly kernel: Kernel
  readonly run: (effects: readonly Effect[], before: Kernel, after: Kernel) => void
}

interface MachineContext extends MachineInput {
  readonly before: Kernel
  readonly effects: readonly Effect[]
  readonly failure: unknown
}

type MachineEvent = { readonly type: 'input'; readonly input: Input } | { readonly type: 'stop' }

const is =
  (state: LifecycleState) =>
  ({ context }: { readonly context: MachineContext }): boolean =>
    context.kernel.lifecycle.state === state

const machine = setup({
  types: {
    context: {} as MachineContext,
    events: {} as MachineEvent,
    input: {} as MachineInput,
  },
  actions: {
    step: assign(({ context, event }) =>
      event.type === 'input' ? takeStep(context.kernel, event.input) : {},
    ),
    runEffects: ({ context }) => context.run(context.effects, context.before, context.kernel),
  },
  guards: {
    isJoining: is('joining'),
    isOperational: is('operational'),
    isDegraded: is('degraded'),
    isEjected: is('ejected'),
    hasFailed: ({ context }) => context.failure !== undefined,
  },
}).createMachine({
  id: 'member',
  context: ({ input }) => ({ ...input, before: input.kernel, effects: [], failure: undefined }),
  initial: 'joining',
  on: {
    input: { actions: ['step', 'runEffects'] },
    stop: { target: '.stopped' },
  },
  states: {
    joining: {
      always: [
        { guard: 'hasFailed', target: 'stopped' },
        { guard: 'isOperational', target: 'operational' },
        { guard: 'isDegraded', target: 'degraded' },
        { guard: 'isEjected', target: 'ejected' },
      ],
    },
    operational: {
      always: [
        { guard: 'hasFailed', target: 'stopped' },
        { guard: 'isDegraded', target: 'degraded' },
        { guard: 'isEjected', target: 'ejected' },
        { guard: 'isJoining', target: 'joining' },
      ],
    },
    degraded: {
      always: [
        { guard: 'hasFailed', target: 'stopped' },
        { guard: 'isOperational', target: 'operational' },
        { guard: 'isEjected', target: 'ejected' },
        { guard: 'isJoining', target: 'joining' },
      ],
    },
    ejected: {
      always: [
        { guard: 'hasFailed', target: 'stopped' },
        { guard: 'isJoining', target: 'joining' },
        { guard: 'isOperational', target: 'operational' },
        { guard: 'isDegraded', target: 'degraded' },
      ],
    },
    stopped: { type: 'final' },
  },
})

function takeStep(before: Kernel, input: Input): Partial<MachineContext> {
  try {
    const { kernel, effects } = step(before, input)
    return { before, kernel, effects }
  } catch (failure) {
    return { before, effects: [], failure: failure ?? new Error('a step failed') }
  }
}

/** What the statechart is in; reasons as the kernel gives them, or why it stopped. */
export interface MachineStatus {
  readonly state: LifecycleState | 'stopped'
  readonly lifecycle: LifecycleStatus
  readonly failure: unknown
}

/** The running statechart of one member. */
export class MemberMachine {
  readonly #actor: Actor<typeof machine>

  constructor(input: MachineInput) {
    this.#actor = createActor(machine, { input })
  }

  /** `onStatus` is told of every change; `onStopped` once, with what failed, if something did. */
  start(onStatus: (status: MachineStatus) => void, onStopped: (failure: unknown) => void): void {
    let last = ''
    this.#actor.subscribe({
      next: () => {
        const status = this.status
        const key = `${status.state} ${status.lifecycle.reasons.join()}`
        if (key !== last) onStatus(status)
        last = key
      },
      error: (failure) => onStopped(failure),
      complete: () => onStopped(this.status.failure),
    })
    this.#actor.start()
  }

  get kernel(): Kernel {
    return this.#actor.getSnapshot().context.kernel
  }

  get status(): MachineStatus {
    const { value, context } = this.#actor.getSnapshot()
    return { state: value, lifecycle: context.kernel.lifecycle, failure: context.failure }
  }

  take(input: Input): void {
    if (this.#isActive) this.#actor.send({ type: 'input', input })
  }

  /** Twice is no error. */
  stop(): void {
    if (this.#isActive) this.#actor.send({ type: 'stop' })
  }

  /** A statechart at its end is told nothing more: xstate would warn on the console. */
  get #isActive(): boolean {
    return this.#actor.getSnapshot().status === 'active'
  }
}
