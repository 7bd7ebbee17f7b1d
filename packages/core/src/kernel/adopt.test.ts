import { describe, expect, it } from 'vitest'
import type { Address, Effect, Input, Stamp } from '../model/index.ts'
import type { Kernel } from './kernel.ts'
import { step } from './step.ts'
import { Wire } from '../wire.fixture.ts'

const yearMs = 365 * 24 * 3_600_000
const join = { kind: 'join', contact: 'b' as Address, timeoutMs: 10_000 } as const
const stampAt = (wall: number): Stamp => ({ at: 5_000, wall, entropy: new Uint8Array(16) })
const put = (id: number, wall: number): Input => ({
  ...stampAt(wall),
  kind: 'command-issued',
  id,
  command: { kind: 'put', key: 'k', value: id, basis: undefined },
})

/** `kernel`, let in by b. */
function letIn(kernel: Kernel): { kernel: Kernel; effects: readonly Effect[] } {
  const asked = step(kernel, { ...stampAt(5_000), kind: 'command-issued', id: 9, command: join })
  const request = asked.effects.find(
    (effect) => effect.kind === 'send' && effect.message.kind === 'join-request',
  )
  if (request?.kind !== 'send' || request.message.kind !== 'join-request')
    throw new Error('nobody was asked')
  const { self } = new Wire().start('b').kernel
  if (self.cluster === undefined) throw new Error('b has no cluster')
  return step(asked.kernel, {
    ...stampAt(5_000),
    kind: 'message-received',
    from: { name: self.name, address: self.address, cluster: self.cluster.slice(0, 16) },
    message: {
      kind: 'join-reply',
      store: request.message.store,
      outcome: { ok: true, value: self.cluster },
    },
  })
}

describe('an adopted log', () => {
  it('leaves nobody waiting who waited for the log before, if the store fails', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const adopted = letIn(kernel)
    const failed = step(adopted.kernel, {
      ...stampAt(5_000),
      kind: 'store-failed',
      batch: kernel.nextBatch - 1,
      reason: 'disk full',
    })
    const outcome = { ok: false, refusal: { kind: 'store-failed', detail: 'disk full' } }
    expect(failed.effects).toContainEqual({ kind: 'settle', id: 1, outcome })
  })

  it('counts nothing of the log before as durable, when that is stored late', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 5_000))
    const adopted = letIn(kernel)
    const batch = kernel.nextBatch - 1
    const stored = step(adopted.kernel, { ...stampAt(5_000), kind: 'entries-stored', batch })
    expect(adopted.kernel.pending.map((pending) => pending.batch)).toContain(batch)
    expect(stored.kernel.pending.map((pending) => pending.batch)).not.toContain(batch)
    expect(stored.kernel.durable.size).toBe(0)
  })

  it('is not held back by a clock that was wrong while the log before was written', () => {
    const { kernel } = step(new Wire().start('a').kernel, put(1, 10 * yearMs))
    expect(kernel.hlc.l).toBe(10 * yearMs)
    expect(letIn(kernel).kernel.hlc).toEqual({ l: 0, c: 0 })
  })
})
