/**
 * The guard: as long as it is installed, ambient time, chance, timers and I/O are throwers for
 * whoever acts as a member, and what they were for everybody else, so that the test runner goes on
 * working around it. It tells of each use besides throwing, because the member may catch what is
 * thrown. Installed once however often it is asked for, and taken away with the last that asked.
 */
import { stage } from './acting.ts'
import type { Acting } from './acting.ts'
import { AmbientUse } from './ambient-use.ts'
import { callerOf } from './caller.ts'
import { patch } from './patch.ts'
import type { Callable, Spot } from './patch.ts'
import { surfaces } from './surfaces.ts'
import type { Surface } from './surfaces.ts'

/** Who is told. */
export interface GuardOptions {
  /** Told each use before it is thrown. Default: nobody. */
  readonly onUse?: (use: AmbientUse) => void
  /**
   * Told each error that RxJS or XState found nobody to handle. Default: nobody, and it is thrown
   * from a real timer, as those libraries do.
   */
  readonly onError?: (error: unknown, member: string) => void
}

/**
 * Makes ambient time, chance, timers and I/O throw `AmbientUse` for members of any world, until
 * what it returns is called. May be asked for several times at once; all that asked are told.
 */
export const guardAmbient = (options: GuardOptions = {}): (() => void) => guard.install(options)

/** The process's, as the globals it replaces are. */
class Guard {
  readonly #asked = new Set<GuardOptions>()
  #restore: () => void = () => {}

  get asked(): ReadonlySet<GuardOptions> {
    return this.#asked
  }

  install(options: GuardOptions): () => void {
    const asked = { ...options }
    const unwatch = stage.watch()
    if (this.#asked.size === 0) this.#restore = patch(spots(), guarded)
    this.#asked.add(asked)
    return () => {
      if (!this.#asked.delete(asked)) return
      if (this.#asked.size === 0) this.#restore()
      unwatch()
    }
  }
}

const guard = new Guard()

interface GuardedSpot extends Spot {
  readonly surface: Surface
}

const spots = (): readonly GuardedSpot[] =>
  surfaces.flatMap((surface) =>
    surface.names.map((name) => ({ owner: surface.owner, name, surface })),
  )

/** One call of a guarded function. */
interface Call {
  readonly spot: GuardedSpot
  readonly args: readonly unknown[]
  /** The function in whose frame the call arrived. */
  readonly trap: (...args: never[]) => unknown
  /** Calls the original. */
  readonly pass: () => unknown
}

/** What stands in the place of a function or class. */
function guarded(original: Callable, spot: GuardedSpot): Callable {
  return new Proxy(original, {
    apply: function apply(target, self, args: unknown[]): unknown {
      const pass = (): unknown => Reflect.apply(target, self, args)
      return check({ spot, args, trap: apply, pass })
    },
    construct: function construct(target, args: unknown[], newTarget): object {
      const pass = (): object => Reflect.construct(target, args, newTarget) as object
      return check({ spot, args, trap: construct, pass }) as object
    },
  })
}

function check(call: Call): unknown {
  const { acting } = stage
  const isHarmless = call.spot.surface.isBare === true && call.args.length > 0
  return acting === undefined || isHarmless ? call.pass() : used(acting, call)
}

/** @throws AmbientUse unless one of the exceptions of `callerOf` holds. */
function used(acting: Acting, { spot, args, trap, pass }: Call): unknown {
  const { name, surface } = spot
  const { label, instead, standIn } = surface
  const called = label === undefined ? name : `${label}.${name}`
  const use = new AmbientUse({ member: acting.member, called, instead }, trap)
  switch (stage.asNobody(() => callerOf(use.stack))) {
    case 'platform':
      // Node's functions call one another where they can be replaced.
      return stage.asNobody(pass)
    case 'stamp':
      if (standIn !== undefined) return standIn(acting)
      break
    case 'report':
      if (name === 'setTimeout') return report(acting.member, args[0], pass)
      break
    case 'member':
      break
  }
  tell(({ onUse }) => onUse?.(use))
  throw use
}

/** Those who asked may use what members may not. */
function tell(each: (asked: GuardOptions) => void): void {
  stage.asNobody(() => {
    for (const asked of guard.asked) each(asked)
  })
}

/** The error that a timer is to throw goes to who wants it, now; else the timer is set. */
function report(member: string, thrower: unknown, pass: () => unknown): unknown {
  if (typeof thrower !== 'function') return pass()
  const asked = [...guard.asked]
  try {
    Reflect.apply(thrower, undefined, [])
  } catch (error) {
    // A use that RxJS caught has been told as such.
    const isUse = error instanceof AmbientUse
    if (!asked.some(({ onUse, onError }) => (isUse ? onUse : onError))) return pass()
    if (!isUse) tell(({ onError }) => onError?.(error, member))
  }
  return undefined
}
