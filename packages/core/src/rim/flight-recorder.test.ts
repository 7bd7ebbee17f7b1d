import { expect, it } from 'vitest'
import { defaultSettings, type KernelConfig } from '../kernel/index.ts'
import type { Address, Input, MemberName } from '../model/index.ts'
import { FlightRecorder } from './flight-recorder.ts'

const config: KernelConfig = {
  name: 'a' as MemberName,
  address: 'a' as Address,
  role: 'member',
  foundsCluster: true,
  replicationFactor: 1,
  hash: (bytes) => bytes,
  settings: defaultSettings,
}
const stamp = { wall: 0, entropy: new Uint8Array(16) }
const input = (at: number): Input => ({ kind: 'link-changed', link: 'up', at, ...stamp })

it.each([
  { capacity: 0, recorded: 3, kept: [], isComplete: false },
  { capacity: 3, recorded: 0, kept: [], isComplete: true },
  { capacity: 3, recorded: 2, kept: [0, 1], isComplete: true },
  { capacity: 3, recorded: 3, kept: [0, 1, 2], isComplete: true },
  { capacity: 3, recorded: 4, kept: [1, 2, 3], isComplete: false },
  { capacity: 3, recorded: 8, kept: [5, 6, 7], isComplete: false },
])('keeps the last $capacity of $recorded inputs', ({ capacity, recorded, kept, isComplete }) => {
  const recorder = new FlightRecorder(config, capacity)
  for (let at = 0; at < recorded; at++) recorder.record(input(at))
  const recording = recorder.recording()
  expect(recording.inputs.map(({ at }) => at)).toEqual(kept)
  expect(recording.config).toBe(config)
  expect(recording.isComplete).toBe(isComplete)
})
