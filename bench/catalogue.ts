/** Every benchmark there is, in the order in which they run and are printed. */
import {
  detectionFalse,
  detectionHeal,
  detectionJoin,
  detectionKills,
  detectionRest,
  detectionStall,
} from './detection/index.ts'
import { detectionCpu, detectionNats } from './detection-real-time/index.ts'
import type { Benchmark } from './figure.ts'
import { fold, lateInsert } from './fold.ts'
import { frame } from './frame.ts'
import { frames } from './frames.ts'
import { logKills } from './log-kills/index.ts'
import { logAppend, logHeld, logOpen, logStart } from './log/index.ts'
import { requestNats } from './request-nats.ts'
import { sim1000, sim5, sim50, simCampaign, simShrink } from './sim/index.ts'
import { step } from './step.ts'

export const catalogue: readonly Benchmark[] = [
  fold,
  lateInsert,
  frame,
  step,
  frames,
  sim5,
  sim50,
  sim1000,
  simCampaign,
  simShrink,
  detectionRest,
  detectionKills,
  detectionFalse,
  detectionStall,
  detectionJoin,
  detectionHeal,
  logAppend,
  logOpen,
  logStart,
  logHeld,
  logKills,
  requestNats,
  detectionCpu,
  detectionNats,
]
