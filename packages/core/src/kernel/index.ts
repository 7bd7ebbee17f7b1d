/** Door of the kernel: one step function over one value. */
export { checkConfig, defaultSettings, type KernelConfig, type Settings } from './config.ts'
export type { Step } from './commit.ts'
export { initialKernel, type Kernel, type LifecycleReason, type LifecycleStatus } from './kernel.ts'
export { type Replay, replay } from './replay.ts'
export { step } from './step.ts'
export { lastCheckpoint } from './store/index.ts'
