/**
 * Chooses which demo runs.
 */
import type { DemoOptions } from './demo-options.ts'
import { memoryDemo } from './memory-demo.ts'
import { natsDemo, type NatsDemoSurroundings } from './nats-demo.ts'

/** The exit code: 0 all members agree at the end, 1 they do not, 2 something needed is missing. */
export const runDemo = (options: DemoOptions, its: NatsDemoSurroundings): Promise<0 | 1 | 2> =>
  options.nats ? natsDemo(options, its) : memoryDemo(options, its.screen)
