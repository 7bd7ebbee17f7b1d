/** Every benchmark there is, in the order in which they run and are printed. */
import type { Benchmark } from './figure.ts'
import { frame } from './frame.ts'

export const catalogue: readonly Benchmark[] = [frame]
