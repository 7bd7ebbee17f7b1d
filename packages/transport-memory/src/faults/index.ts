/** Door of the faults: one rule a file, each made with what it needs. */
export { corrupt } from './corrupt.ts'
export * from './delays/index.ts'
export { duplicate } from './duplicate.ts'
export { loss } from './loss.ts'
export { oneWay } from './one-way.ts'
export { partition } from './partition.ts'
export { sizeLimit } from './size-limit.ts'
