/**
 * What the model system's tests of its state file ask, of a log in files: its scenarios 3 to 8 and
 * its defect D30, by their numbers in `docs/eliasdb-parity.md`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClusterError, createMember, equalBytes } from '@quorate/core'
import type { Fs, LogStore, Member } from '@quorate/core'
import { MemoryLogStore, createWorld } from '@quorate/transport-memory'
import type { World } from '@quorate/transport-memory'
import { concat } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileLog, readLog } from '../file-log.ts'
import { recordsAt } from '../format/index.ts'
import { answerOf } from './answers.fixture.ts'

const secret = 'only members know'
const five = ['one', 'two', 'three', 'four', 'five']

/** A member whose disk is simulated. */
interface Machine {
  readonly world: World
  readonly fs: Fs
  readonly member: Member
}

async function started(logOn: (fs: Fs) => LogStore): Promise<Machine> {
  const world = createWorld({ seed: 1 })
  const env = world.env('m0')
  const log = logOn(env.fs)
  const member = await world.settle(createMember({ ...env, secret, log }))
  return { world, fs: env.fs, member }
}

const refusalOf = async (promise: Promise<unknown>): Promise<ClusterError> => {
  const error = await promise.then(
    () => undefined,
    (refusal: unknown) => refusal,
  )
  if (error instanceof ClusterError) return error
  throw new Error(`no refusal: ${String(error)}`)
}

describe('B. where the state is kept, in files', () => {
  let home = ''
  const segment = (): string => join(home, 'm0', 'log-000001', '00000001')
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'quorate-eliasdb-'))
  })
  afterEach(() => rmSync(home, { recursive: true }))

  /** On a real disk, whose time is not the world's. */
  const onDisk = (place = 'm0'): Promise<Member> => {
    const log = fileLog(join(home, place), { segmentBytes: 20_000 })
    return createMember({ ...createWorld({ seed: 1 }).env('m0'), secret, log })
  }

  it('3: a folder that cannot be made ends the start, and is named', async () => {
    writeFileSync(join(home, 'file'), '')
    for (const place of ['**\0', 'file', join('file', 'below')]) {
      const error = await refusalOf(onDisk(place))
      expect(error.code).toBe('store-failed')
      expect(error.detail).toMatch(/^cannot start: /)
      expect(error.detail).toContain(home)
    }
  })

  it('4: a list put under a key is there again when the folder is opened anew', async () => {
    const member = await onDisk()
    await member.put('data', five)
    const before = member.stateInfo()
    await member.stop()
    const again = await onDisk()
    expect(again.get('data')).toEqual(five)
    expect(again.stateInfo()).toEqual(before)
    expect(Object.keys(before)).toHaveLength(6)
    await again.stop()
  })

  it('5: a disk that cannot be written refuses the write with store-failed', async () => {
    const { world, member } = await started((fs) => fileLog(fs))
    world.disk('m0', { writeErrors: 1 })
    const error = await refusalOf(world.settle(member.put('data', five)))
    expect(error.code).toBe('store-failed')
    expect(member.get('data')).toBe(undefined)
    expect(member.state).toEqual({ state: 'degraded', reasons: ['store-failed'] })
  })

  it('6: a file overwritten with two zero bytes is told as damaged, and left as it is', async () => {
    await (await onDisk()).stop()
    writeFileSync(segment(), Uint8Array.of(0, 0))
    const error = await refusalOf(onDisk())
    expect(error.code).toBe('store-failed')
    expect(error.detail).toContain('log-000001/00000001 is damaged at byte 0, entry 0')
    expect([...readFileSync(segment())]).toEqual([0, 0])
  })

  it('7: a member in memory puts, gets and lists as one with files does', async () => {
    const seen = async (logOn: (fs: Fs) => LogStore): Promise<unknown> => {
      const { world, member } = await started(logOn)
      await world.settle(member.put('data', five))
      await world.settle(member.put('gone', 1))
      await world.settle(member.delete('gone'))
      return [member.get('data'), member.get('gone'), member.stateInfo(), member.version()]
    }
    expect(await seen((fs) => fileLog(fs))).toEqual(await seen(() => new MemoryLogStore()))
  })

  it('8: a disk told to refuse one write is written again when the log is opened anew', async () => {
    const { world, member } = await started((fs) => fileLog(fs))
    await world.settle(member.put('k', 1))
    const mend = world.disk('m0', { writeErrors: 1 })
    await expect(world.settle(member.put('k', 2))).rejects.toMatchObject({ code: 'store-failed' })
    mend()
    await world.settle(member.stop())
    world.crash('m0')
    const env = world.restart('m0')
    const again = await world.settle(createMember({ ...env, secret, log: fileLog(env.fs) }))
    expect(again.get('k')).toBe(1)
    await world.settle(again.put('k', 3))
    expect(again.get('k')).toBe(3)
  })
})

const path = 'log-000001/00000001'
const segmentBytes = recordsAt + 1_024

const contentOf = (fs: Fs): Uint8Array => {
  const file = answerOf(fs.open(path, 'read'))
  return answerOf(file.read(0, answerOf(file.size())))
}

interface Written {
  readonly bytes: Uint8Array
  /** Where its records end. */
  readonly end: number
}

const recordsOf = (bytes: Uint8Array, { end }: Written): Uint8Array =>
  bytes.subarray(recordsAt, end)

/** The segment while a member puts three keys, after each of them. */
async function written(): Promise<readonly Written[]> {
  const { world, fs, member } = await started((disk) => fileLog(disk, { segmentBytes }))
  const states: Written[] = []
  for (const key of ['a', 'b', 'c']) {
    await world.settle(member.put(key, five))
    const [segment] = answerOf(readLog(fs)).segments
    states.push({ bytes: contentOf(fs), end: segment?.end ?? 0 })
  }
  return states
}

interface Opened {
  readonly fs: Fs
  readonly member: Member | undefined
  readonly error: unknown
}

/** A member that is started with this segment. */
async function startedWith(bytes: Uint8Array): Promise<Opened> {
  const world = createWorld({ seed: 2 })
  const env = world.env('m0')
  answerOf(env.fs.makeFolder('log-000001'))
  const file = answerOf(env.fs.open(path, 'create'))
  answerOf(concat(file.write(0, bytes), file.close()))
  const log = fileLog(env.fs, { segmentBytes })
  const starting = world.settle(createMember({ ...env, secret, log }))
  return starting.then(
    (member) => ({ fs: env.fs, member, error: undefined }),
    (error: unknown) => ({ fs: env.fs, member: undefined, error }),
  )
}

describe('D30: a write that is cut', { timeout: 120_000 }, () => {
  const garbage = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => 7 * i + 1)
  const rests = {
    'what was there before, zeros': (length: number) => new Uint8Array(length),
    'anything else': garbage,
  }

  it.each(Object.entries(rests))(
    'D30: at any byte, with %s behind it, leaves what was there before, and a member that starts',
    async (_, restOf) => {
      const [, before, whole] = await written()
      if (before === undefined || whole === undefined) throw new Error('three were put')
      expect(whole.end - before.end).toBeGreaterThan(100)
      for (let cut = before.end; cut <= whole.end; cut++) {
        const records = whole.bytes.subarray(recordsAt, cut)
        const rest = restOf(whole.bytes.length - cut)
        const bytes = Buffer.concat([before.bytes.subarray(0, recordsAt), records, rest])
        const { member, error } = await startedWith(bytes)
        expect([cut, error]).toEqual([cut, undefined])
        expect([member?.get('a'), member?.get('b')]).toEqual([five, five])
        // The record ends in zeros: what was cut of those is there all the same.
        const isWhole = equalBytes(recordsOf(bytes, whole), recordsOf(whole.bytes, whole))
        expect(member?.get('c')).toEqual(isWhole ? five : undefined)
      }
    },
  )

  it('D30: a file that was cut off is no such write: it is told, never a shorter log', async () => {
    const [, , whole] = await written()
    if (whole === undefined) throw new Error('three were put')
    const step = (cut: number): number => (cut >= recordsAt && cut < whole.end ? 1 : 61)
    for (let cut = 0; cut < whole.bytes.length; cut += step(cut)) {
      const bytes = whole.bytes.slice(0, cut)
      const { fs, member, error } = await startedWith(bytes)
      expect([cut, member]).toEqual([cut, undefined])
      expect(error).toMatchObject({ code: 'store-failed' })
      expect(String(error)).toContain(`${path} is damaged at byte`)
      expect(equalBytes(contentOf(fs), bytes)).toBe(true)
    }
  })
})
