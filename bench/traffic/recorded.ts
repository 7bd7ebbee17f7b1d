/**
 * What reached one member of a cluster at rest: every frame as its bytes, with the time of its
 * arrival, and every draw of randomness. That is all a member takes in, so a fresh one that is
 * given the same does the same: it can be measured alone, fed by frames that real members sealed.
 */
import type { EntropySource, Frame, Transport } from '@quorate/core'
import type { MemberEnv } from '@quorate/transport-memory'
import { tap } from 'rxjs'
import { clusterAtRest, stopAll } from './cluster.ts'

export interface Arrival {
  readonly at: number
  readonly frame: Frame
}

export interface RecordedTraffic {
  readonly name: string
  /** All arrivals since the member started; from `restFrom` on there is nothing but probing. */
  readonly arrivals: readonly Arrival[]
  readonly restFrom: number
  readonly draws: readonly Uint8Array[]
  /** Wall clock at monotonic time 0. */
  readonly epochMs: number
  /** Frames the member itself sent, in all. */
  readonly sent: number
}

export interface RecordOptions {
  readonly members: number
  /** Housekeeping periods of a second, after the cluster has come to rest. */
  readonly periods: number
}

export async function recordTraffic(options: RecordOptions): Promise<RecordedTraffic> {
  const tape: Tape = { arrivals: [], draws: [], sent: 0, epochMs: 0 }
  const cluster = await clusterAtRest({
    size: options.members,
    wrap: (env) => (env.name === 'm0' ? taped(env, tape) : env),
  })
  const restFrom = tape.arrivals.length
  cluster.world.run(options.periods * 1000)
  const recorded = { ...tape, name: 'm0', arrivals: [...tape.arrivals], restFrom }
  await stopAll(cluster)
  return recorded
}

interface Tape {
  readonly arrivals: Arrival[]
  readonly draws: Uint8Array[]
  sent: number
  epochMs: number
}

function taped(env: MemberEnv, tape: Tape): MemberEnv {
  const { clock } = env
  tape.epochMs = clock.now() - clock.monotonic()
  const entropy: EntropySource = {
    next: () => {
      const drawn = env.entropy.next()
      tape.draws.push(Uint8Array.from(drawn))
      return drawn
    },
  }
  return { ...env, entropy, transport: tapedTransport(env, tape) }
}

function tapedTransport({ clock, transport }: MemberEnv, tape: Tape): Transport {
  const arrive = (frame: Frame): void => {
    tape.arrivals.push({ at: clock.monotonic(), frame })
  }
  return {
    address: transport.address,
    capabilities: transport.capabilities,
    maxFrameBytes: transport.maxFrameBytes,
    frames$: transport.frames$.pipe(tap(arrive)),
    status$: transport.status$,
    unreachable$: transport.unreachable$,
    open: () => transport.open(),
    close: () => transport.close(),
    broadcast: (bytes) => transport.broadcast(bytes),
    send: (to, bytes) => {
      tape.sent++
      return transport.send(to, bytes)
    },
  }
}
