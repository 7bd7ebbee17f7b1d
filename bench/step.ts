/**
 * [step]: how many inputs a second one member takes on one core, all that belongs to one included:
 * frame bytes in, checked and decoded, through the statechart and the kernel, effects carried out,
 * frame bytes out. The traffic is that of a cluster at rest: pings with digests, acks, timers. The
 * limit beside it is the pure kernel on the same inputs.
 */
import {
  defaultSettings,
  nodeCrypto,
  type KernelConfig,
  type Recording,
  replay,
} from '@quorate/core'
import type { Benchmark, Effort } from './figure.ts'
import { operations, perSecond, sideBySide, spreadIn } from './measure.ts'
import { type RecordedTraffic, recordTraffic } from './traffic/recorded.ts'
import { ReplayedMember } from './traffic/replayed-member.ts'

const members = 5
const periodsPerTurn = 2000
const inputsPerSecondWanted = 60_000

export const step: Benchmark = {
  name: 'step',
  area: 'member',
  run: async (effort) => {
    const traffic = await recordTraffic({ members, periods: operations(periodsPerTurn, effort) })
    const { recording, atRest } = await inputsOf(traffic, effort)
    const turns = await sideBySide(
      {
        member: () => memberRate(traffic, atRest),
        kernel: () => kernelRate(traffic, recording),
      },
      effort,
    )
    const target = { is: 'at-least', value: inputsPerSecondWanted } as const
    return [
      {
        name: 'step',
        ...spreadIn(turns, 'member'),
        unit: 'inputs/s',
        target,
        note: `one of ${members} members probing: frame bytes in to frame bytes out`,
      },
      {
        name: 'step/kernel',
        ...spreadIn(turns, 'kernel'),
        unit: 'inputs/s',
        target: undefined,
        note: 'the pure kernel alone on the same inputs',
      },
    ]
  },
}

async function memberRate(traffic: RecordedTraffic, inputs: number): Promise<number> {
  const played = await ReplayedMember.start(traffic)
  played.playStart()
  const begin = performance.now()
  played.playRest()
  const rate = perSecond(inputs, performance.now() - begin)
  if (played.sent !== traffic.sent) throw new Error(`sent ${played.sent}, not ${traffic.sent}`)
  await played.member.stop()
  return rate
}

function kernelRate({ name }: RecordedTraffic, { inputs }: Recording): number {
  const crypto = nodeCrypto()
  const config: KernelConfig = {
    name: name as KernelConfig['name'],
    address: name as KernelConfig['address'],
    role: 'member',
    foundsCluster: true,
    replicationFactor: 1,
    hash: (bytes) => crypto.hash(bytes),
    settings: defaultSettings,
  }
  const begin = performance.now()
  replay(config, inputs)
  return perSecond(inputs.length, performance.now() - begin)
}

interface Inputs {
  readonly recording: Recording
  /** How many of them belong to the probing. */
  readonly atRest: number
}

/** The inputs the traffic becomes, from a member that keeps them. */
async function inputsOf(traffic: RecordedTraffic, effort: Effort): Promise<Inputs> {
  const capacity = operations(20 * periodsPerTurn, effort) * members + 10_000
  const played = await ReplayedMember.start(traffic, capacity)
  played.playStart()
  const before = played.member.recording().inputs.length
  played.playRest()
  const recording = played.member.recording()
  await played.member.stop()
  if (!recording.isComplete) throw new Error('more inputs than were expected')
  return { recording, atRest: recording.inputs.length - before }
}
