import { describe, expect, it } from 'vitest'
import type { FaultOp, PlannedOp } from './op.ts'
import { calmSurroundings, type Plan } from './plan.ts'
import { tellOp, tellPlan } from './telling.ts'

const told = (op: FaultOp): string => tellOp({ ...op, id: 1, atMs: 12_345 })
const crash = { kind: 'crash', name: 'a', lose: 'none', isTorn: false, forMs: 2000 } as const

const crashAt = {
  kind: 'crash-at',
  name: 'a',
  point: 'fs:sync',
  nth: 3,
  when: 'before',
  lose: 'unsynced',
  isTorn: true,
  forMs: 2000,
} as const

describe('an operation, told', () => {
  it.each<readonly [FaultOp, string]>([
    [
      { kind: 'cut', side: ['a'], other: ['b', 'c'], isOneWay: false, forMs: 20_000 },
      'cut a | b, c, for 20 s',
    ],
    [
      { kind: 'cut', side: ['a'], other: ['b'], isOneWay: true, forMs: 500 },
      'cut a -> b, for 500 ms',
    ],
    [{ kind: 'clog', side: ['a'], other: ['b'], forMs: 1500 }, 'clog a | b, for 1.5 s'],
    [{ kind: 'noise', of: 'loss', share: 0.015, forMs: 1000 }, 'loss of 1.5 % of frames, for 1 s'],
    [
      { kind: 'narrow', bytesPerSecond: 2000, queueBytesMax: 9, forMs: 1000 },
      'links of 2000 bytes/s, for 1 s',
    ],
    [{ kind: 'pause', name: 'a', forMs: 120_000 }, 'pause a, for 2 min'],
    [{ kind: 'slow', name: 'a', busyMs: 3, forMs: 1000 }, 'slow a by 3 ms each thing, for 1 s'],
    [
      { kind: 'clock', name: 'a', offsetMs: 500, driftPpm: -30, forMs: 1000 },
      'clock of a +500 ms, -30 ppm, for 1 s',
    ],
    [{ kind: 'disk', name: 'a', fault: 'full', forMs: 1000 }, 'disk of a: full, for 1 s'],
    [{ kind: 'rot', name: 'a', bits: 1, forMs: 0 }, 'rot 1 bit of the disk of a'],
    [{ kind: 'rot', name: 'a', bits: 3, forMs: 0 }, 'rot 3 bits of the disk of a'],
    [{ ...crash, back: { as: 'same' } }, 'crash a, for 2 s'],
    [
      { ...crash, lose: 'unsynced', isTorn: true, back: { as: 'moved' } },
      'crash a losing unsynced writes, torn, back at another address, for 2 s',
    ],
    [
      { ...crash, lose: 'all', isTorn: true, back: { as: 'backup', ageMs: 3000 } },
      'crash a losing its disk, back with its disk of 3 s before, for 2 s',
    ],
    [{ kind: 'clone', name: 'a', forMs: 1000 }, 'a clone of a beside it, for 1 s'],
    [
      { ...crashAt, isRestarted: false },
      'crash a losing unsynced writes, torn before fs:sync number 3, for 2 s',
    ],
    [
      { ...crashAt, isRestarted: true, point: 'fs:*', when: 'after', lose: 'none', nth: 1 },
      'restart a and crash a after fs:* number 1, for 2 s',
    ],
  ])('%j', (op, text) => {
    expect(told(op)).toBe(`    12.345 s  ${text}`)
  })

  it('of the workload is its name, or what it turned out to be', () => {
    const use: PlannedOp = { kind: 'use', use: 'put', id: 7, atMs: 0 }
    expect(tellOp(use)).toBe('     0.000 s  put')
    expect(tellOp(use, new Map([[7, 'put a k-1']]))).toBe('     0.000 s  put a k-1')
    expect(tellOp(use, new Map([[8, 'put b']]))).toBe('     0.000 s  put')
  })
})

describe('a plan, told', () => {
  const calm: Plan = {
    format: 1,
    seed: 'x',
    members: ['a', 'b', 'c'],
    isJoined: true,
    core: ['a', 'b', 'c'],
    runMs: 1000,
    surroundings: calmSurroundings,
    ops: [{ kind: 'pause', name: 'a', id: 1, atMs: 500, forMs: 300 }],
  }

  it('is who there is, and a line an operation', () => {
    expect(tellPlan(calm)).toEqual(['members a, b, c', '     0.500 s  pause a, for 300 ms'])
  })

  it('says what is unusual about its world, and nothing of what is usual', () => {
    const unusual: Plan = {
      ...calm,
      isJoined: false,
      core: ['a', 'c'],
      surroundings: {
        latencyMs: { min: 1, max: 80 },
        syncMs: { min: 1, max: 40 },
        isUnreachableTold: true,
        ties: 'insertion',
        salt: 3,
        pctDepth: 2,
      },
      ops: [],
    }
    expect(tellPlan(unusual)).toEqual([
      'members a, b, c, each a cluster of its own; b gone for good at the end; ' +
        'frames take up to 80 ms; syncs take 1 to 40 ms; senders are told when nobody listens; ' +
        'ties in order of asking; ties salted by 3; frames by priority, depth 2',
    ])
  })
})
