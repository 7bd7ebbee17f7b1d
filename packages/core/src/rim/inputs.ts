/**
 * Everything that happens to a member as one stream of inputs: frames, the transport's hints and
 * status, and what the rim itself injects (timers, commands, stored entries, handlers' answers).
 * Each is stamped here with both clocks and fresh entropy, the only place where they enter.
 */
import { map, merge, Observable, Subject } from 'rxjs'
import type { Input, Stamp } from '../model/index.ts'
import type { Clock, EntropySource, Frame, Transport } from '../ports/index.ts'

type WithoutStamp<T> = T extends Input ? Omit<T, keyof Stamp> : never
/** An input before it is stamped. */
export type Happening = WithoutStamp<Input>

export interface InputsOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly entropy: EntropySource
  /** What a frame says: its messages, or why it was refused. */
  readonly open: (frame: Frame) => readonly Happening[]
}

export class Inputs {
  readonly inputs$: Observable<Input>
  readonly #injected = new Subject<Happening>()

  constructor(options: InputsOptions) {
    const { transport, clock, entropy, open } = options
    const frames$ = new Observable<Happening>((subscriber) =>
      transport.frames$.subscribe((frame) => {
        for (const happening of open(frame)) subscriber.next(happening)
      }),
    )
    const link$ = transport.status$.pipe(
      map((status): Happening => ({ kind: 'link-changed', link: status === 'up' ? 'up' : 'down' })),
    )
    const unreachable$ = transport.unreachable$.pipe(
      map((address): Happening => ({ kind: 'peer-unreachable', address })),
    )
    const stamp = (): Stamp => ({
      at: clock.monotonic(),
      wall: clock.now(),
      entropy: entropy.next(),
    })
    this.inputs$ = merge(this.#injected, link$, unreachable$, frames$).pipe(
      map((happening) => stamped(happening, stamp())),
    )
  }

  inject(happening: Happening): void {
    this.#injected.next(happening)
  }
}

/**
 * The kinds that come often are put together field by field, though that reads like what the last
 * line does for the others: it takes a tenth of the time of copying whatever comes.
 */
function stamped(happening: Happening, stamp: Stamp): Input {
  const { at, wall, entropy } = stamp
  switch (happening.kind) {
    case 'message-received': {
      const { kind, from, message } = happening
      return { kind, from, message, at, wall, entropy }
    }
    case 'command-issued': {
      const { kind, id, command } = happening
      return { kind, id, command, at, wall, entropy }
    }
    case 'request-served': {
      const { kind, key, outcome } = happening
      return { kind, key, outcome, at, wall, entropy }
    }
    case 'timer-fired': {
      const { kind, timer, deadline } = happening
      return { kind, timer, deadline, at, wall, entropy }
    }
    default:
      return { ...happening, at, wall, entropy }
  }
}
