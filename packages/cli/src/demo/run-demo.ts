/**
 * Chooses which demo runs.
 */
import type { DemoOptions } from './demo-options.ts'
import { memoryDemo } from './memory-demo.ts'
import { screenOn } from './telling/index.ts'

/** The exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const screen = screenOn(process.stdout, process.env)
  return memoryDemo(options, screen)
}
