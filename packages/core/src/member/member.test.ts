/**
 * The door alone, on ports that do nothing: what needs a network is tested in the simulator.
 */
import { EMPTY, NEVER, of as one } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
import { vectorEntryBytesMax } from '../codec/index.ts'
import { replay } from '../kernel/index.ts'
import type { Address } from '../model/index.ts'
import type { LogStore, Transport } from '../ports/index.ts'
import { createMember } from './create-member.ts'
import type { Member } from './member.ts'

const transport: Transport = {
  address: 'a' as Address,
  capabilities: { broadcast: false, unreachable: false },
  maxFrameBytes: 1_000_000,
  frames$: NEVER,
  status$: one('up' as const),
  unreachable$: NEVER,
  open: () => EMPTY,
  close: () => EMPTY,
  send: () => undefined,
  broadcast: () => 'not-connected',
}

const log: LogStore = {
  open: () => one({ identity: undefined, entries: [], repairs: [] }),
  start: () => EMPTY,
  append: () => EMPTY,
  saveCheckpoint: () => EMPTY,
  close: () => EMPTY,
}

let member: Member | undefined
afterEach(async () => {
  await member?.stop()
})

describe('a ping', () => {
  it('ends when its caller gives up', async () => {
    member = await createMember({ name: 'a', secret: 'a shared secret', transport, log })
    const controller = new AbortController()
    const pinged = member.ping({ address: 'x' }, { timeoutMs: 60_000, signal: controller.signal })
    controller.abort()
    await expect(pinged).rejects.toMatchObject({ name: 'ClusterError', code: 'aborted' })
  }, 2_000)
})

describe('a join', () => {
  const options = { name: 'a', secret: 'a shared secret', transport, log }

  it('ends when its caller gives up, and another may follow', async () => {
    member = await createMember(options)
    const controller = new AbortController()
    const { signal } = controller
    const joined = member.join('x', { timeoutMs: 60_000, signal })
    controller.abort()
    await expect(joined).rejects.toMatchObject({ code: 'aborted' })
    await expect(member.join('x', { signal })).rejects.toMatchObject({ code: 'aborted' })
    await expect(member.join('x', { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'network-error',
    })
  }, 2_000)

  it('takes a signal only', async () => {
    member = await createMember(options)
    const signal = 'now' as unknown as AbortSignal
    await expect(member.join('x', { signal })).rejects.toMatchObject({ code: 'invalid-option' })
  })
})

describe('a recording', () => {
  it('rebuilds the member by itself', async () => {
    const options = { name: 'a', secret: 'a shared secret', transport, log, recordInputs: 100 }
    member = await createMember({ ...options, settings: { writes: { logWarnEntries: 2 } } })
    await member.put('k', 1)
    await member.put('k', 2)
    const { config, inputs, isComplete } = member.recording()
    expect(isComplete).toBe(true)
    const { kernel, effects } = replay(config, inputs)
    expect([...kernel.log.ordered].map(({ hash }) => hash)).toEqual(
      member.log().map(({ hash }) => hash),
    )
    const told = effects
      .flat()
      .flatMap((effect) => (effect.kind === 'publish' ? effect.notice : []))
    expect(told).toContainEqual(expect.objectContaining({ code: 'log-growing' }))
  })
})

describe('frames of a transport', () => {
  const started = (maxFrameBytes: number): Promise<Member> =>
    createMember({
      name: 'a',
      secret: 'a shared secret',
      transport: { ...transport, maxFrameBytes },
      log,
      recordInputs: 1,
    })

  it.each([
    [1_000_000, 12_288, 262_144],
    [100_000, 532, 98_509],
  ])('of %i bytes hold the largest entry with room for %i streams twice', async (...row) => {
    const [maxFrameBytes, logStreamsMax, deltaBytesMax] = row
    member = await started(maxFrameBytes)
    const { writes, replication } = member.recording().config.settings
    expect([writes.logStreamsMax, replication.deltaBytesMax]).toEqual([
      logStreamsMax,
      deltaBytesMax,
    ])
    const most = writes.entryBytesMax + 2 * (writes.logStreamsMax - 1) * vectorEntryBytesMax
    expect(most).toBeLessThan(maxFrameBytes)
  })

  it('too small for the largest entry and 64 streams end the start', async () => {
    member = undefined
    await expect(started(68_900)).rejects.toMatchObject({
      code: 'invalid-option',
      detail: expect.stringContaining('settings.writes.entryBytesMax'),
    })
  })
})

describe('member info', () => {
  it('has every member, whatever its name', async () => {
    member = await createMember({ name: '__proto__', secret: 'a shared secret', transport, log })
    expect(Object.keys(member.memberInfo())).toEqual(['__proto__'])
  })
})
