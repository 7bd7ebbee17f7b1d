/** Door of the benchmarks of failure detection in real time, over NATS and in one process. */
export { detectionCpu } from './cpu/detection-cpu.ts'
export { detectionNats } from './nats/detection-nats.ts'
