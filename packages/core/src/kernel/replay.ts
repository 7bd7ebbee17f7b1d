/**
 * Rebuilds a member from its recorded inputs: `step` folded over them. The same inputs give the
 * same kernel and the same effects, in a test, in the simulator and for a recording of production.
 */
import type { Effect, Input } from '../model/index.ts'
import type { KernelConfig } from './config.ts'
import { initialKernel, type Kernel } from './kernel.ts'
import { step } from './step.ts'

export interface Replay {
  readonly kernel: Kernel
  /** The effects of each input. */
  readonly effects: readonly (readonly Effect[])[]
}

export function replay(config: KernelConfig, inputs: readonly Input[]): Replay {
  let kernel = initialKernel(config)
  const effects: (readonly Effect[])[] = []
  for (const input of inputs) {
    const next = step(kernel, input)
    kernel = next.kernel
    effects.push(next.effects)
  }
  return { kernel, effects }
}
