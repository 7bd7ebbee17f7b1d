/** Door of the benchmarks of failure detection in real time. */
export { detectionNats } from './nats/detection-nats.ts'
