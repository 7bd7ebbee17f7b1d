/** The logs that are opened, and started from: how large they are, and how fast it is to be. */
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { withFolder } from './folder.ts'

const sizes: readonly number[] = [10_000, 100_000, 1_000_000]
/** Entries a second. */
export const rateWanted = 500_000
/** Entries that are appended at once. */
export const batch = 10_000

type OfSize = (folder: string, size: number, effort: Effort) => Promise<readonly Figure[]>

/** Each size in a folder of its own. */
export const inAllSizes =
  (ofSize: OfSize): Benchmark['run'] =>
  async (effort) => {
    const figures: Figure[] = []
    for (const size of sizes)
      figures.push(...(await withFolder((folder) => ofSize(folder, size, effort))))
    return figures
  }
