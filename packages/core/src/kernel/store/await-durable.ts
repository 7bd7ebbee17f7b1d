/**
 * What rests on entries that are not durable yet waits with them (R1); with a store that takes
 * nothing it is settled as that.
 */
import type { Append, Effect, Refusal, StartLog } from '../../model/index.ts'
import type { Step } from '../commit.ts'
import { kernelWith, whyNotStored } from '../kernel.ts'

/** What waits for a disk that takes nothing is settled as that, and not said. */
const refusedFor = (refusal: Refusal, then: readonly Effect[]): readonly Effect[] =>
  then.flatMap((effect): readonly Effect[] =>
    effect.kind === 'settle' ? [{ ...effect, outcome: { ok: false, refusal } }] : [],
  )

/** Effects that wait for the newest append among `step`'s; carried out at once if there is none. */
export function awaitDurable(step: Step, then: readonly Effect[]): Step {
  if (then.length === 0) return step
  const refused = whyNotStored(step.kernel)
  if (refused !== undefined)
    return { kernel: step.kernel, effects: [...step.effects, ...refusedFor(refused, then)] }
  const at = step.effects.findLastIndex(isStoring)
  const waited = step.effects[at]
  if (waited === undefined || !isStoring(waited))
    return { kernel: step.kernel, effects: [...step.effects, ...then] }
  const effects = step.effects.with(at, { ...waited, then: [...waited.then, ...then] })
  const settles = then.flatMap((effect) => (effect.kind === 'settle' ? [effect.id] : []))
  const pending = step.kernel.pending.map((batch) =>
    batch.batch === waited.batch ? { ...batch, settles: [...batch.settles, ...settles] } : batch,
  )
  return { kernel: kernelWith(step.kernel, { pending }), effects }
}

const isStoring = (effect: Effect): effect is Append | StartLog =>
  effect.kind === 'append' || effect.kind === 'start-log'
