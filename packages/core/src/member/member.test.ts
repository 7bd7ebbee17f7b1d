/**
 * The door alone, on ports that do nothing: what needs a network is tested in the simulator.
 */
import { EMPTY, NEVER, of as one } from 'rxjs'
import { afterEach, describe, expect, it } from 'vitest'
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

describe('member info', () => {
  it('has every member, whatever its name', async () => {
    member = await createMember({ name: '__proto__', secret: 'a shared secret', transport, log })
    expect(Object.keys(member.memberInfo())).toEqual(['__proto__'])
  })
})
