/** Door of the faults: one rule a file, each made with what it needs. */
export { clog } from './clog.ts'
export { corrupt } from './corrupt.ts'
export { duplicate } from './duplicate.ts'
export { latency } from './latency.ts'
export { loss } from './loss.ts'
export { oneWay } from './one-way.ts'
export { partition } from './partition.ts'
export { reorder } from './reorder.ts'
