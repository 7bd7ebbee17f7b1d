/**
 * The library alone, its logs in files on disks that crash at any call, tear writes, rot, fill up
 * and fail: what was called durable is there after every crash, and nothing else is (S8, S1).
 */
import { fileLog } from '@quorate/log-file'
import { fault, libraryScenario } from '@quorate/transport-memory'
import { anyPlans } from '../any-plans.ts'

/** Header and marks, and some fifteen entries: a run has many segments. */
const segmentBytes = 16_384

export const fileLogs: ReturnType<typeof anyPlans> = anyPlans('file logs', {
  ...libraryScenario(),
  log: ({ fs, name }) => fileLog(fs, { segmentBytes, holder: name }),
  members: 3,
  run: '2m',
  opsPerMinute: 60,
  faults: fault.only('crash', 'crash-at', 'torn', 'disk', 'rot'),
})
