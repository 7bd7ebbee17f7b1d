import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitingOn } from '@quorate/conformance'
import { createMember, systemClock } from '@quorate/core'
import type { Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { MemberEnv, World } from '@quorate/transport-memory'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileLog } from './file-log.ts'

const secret = 'only members know'

describe('members whose logs are files', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quorate-member-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** The network's time is virtual, that of the disk is not: one goes on while the other does. */
  const until = async (world: World, condition: () => boolean): Promise<void> => {
    const wait = waitingOn(systemClock(), { deadlineMs: 20_000 })
    const look = (): boolean => {
      world.run(10)
      return condition()
    }
    expect(await wait(look)).toBe(true)
  }

  const settled = async <T>(world: World, promise: Promise<T>): Promise<T> => {
    let isOver = false
    const over = promise.finally(() => (isOver = true))
    await until(world, () => isOver)
    return over
  }

  const started = ({ name, ...env }: MemberEnv): Promise<Member> => {
    // #region readme
    const log = fileLog(join(folder, name))
    const member = createMember({ ...env, name, secret, log })
    // #endregion readme
    return member
  }

  it('are who they were and know what they knew when they are started again', async () => {
    const world = createWorld({ seed: 1 })
    const [ann, ben] = await Promise.all([started(world.env('ann')), started(world.env('ben'))])
    await settled(world, ben.join('ann'))
    await settled(world, ann.put('greeting', 'hello'))
    await until(world, () => ben.get('greeting') === 'hello')
    const { hash } = ben.version()
    for (const member of [ann, ben]) await member.stop()

    const later = createWorld({ seed: 2, epochMs: Date.UTC(2030, 0) })
    const [again, other] = [await started(later.env('ann')), await started(later.env('ben'))]
    expect([again.get('greeting'), other.get('greeting')]).toEqual(['hello', 'hello'])
    expect(again.members().map(({ name }) => name)).toEqual(['ann', 'ben'])
    expect(other.version().hash).toBe(hash)
    await settled(later, other.put('answer', 'good day'))
    await until(later, () => again.get('answer') === 'good day')
    for (const member of [again, other]) await member.stop()
    expect(readdirSync(join(folder, 'ann'))).toContain('log-000001')
  })

  it('do not share a folder', async () => {
    const world = createWorld({ seed: 1 })
    const env = world.env('ann')
    const ann = await started(env)
    await expect(started({ ...world.env('ben'), name: env.name })).rejects.toThrow(
      `is held by process ${process.pid}`,
    )
    await ann.stop()
  })
})

describe('where a log is kept', () => {
  it('must be possible', () => {
    for (const segmentBytes of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])
      expect(() => fileLog('nowhere', { segmentBytes })).toThrow('segmentBytes')
  })
})
