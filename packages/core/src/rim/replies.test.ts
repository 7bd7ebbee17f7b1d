import { describe, expect, it } from 'vitest'
import { refuse, succeed } from '../model/index.ts'
import { Replies } from './replies.ts'

describe('replies', () => {
  it('resolve or reject with the outcome, once', async () => {
    const replies = new Replies()
    const [one, other] = [replies.open(), replies.open()]
    replies.settle(one.id, succeed(1))
    replies.settle(one.id, refuse('internal', 'a second outcome'))
    replies.settle(other.id, refuse('unknown-peer', 'x'))
    await expect(one.promise).resolves.toBe(1)
    await expect(other.promise).rejects.toMatchObject({
      name: 'ClusterError',
      code: 'unknown-peer',
      message: 'Unknown peer member (x)',
    })
  })

  it('are all settled by a stop, those to come included', async () => {
    const replies = new Replies()
    const before = replies.open()
    replies.stop()
    const after = replies.open()
    for (const { promise } of [before, after])
      await expect(promise).rejects.toMatchObject({ code: 'stopped' })
  })

  it('give every command an id of its own', () => {
    const replies = new Replies()
    const ids = Array.from({ length: 100 }, () => replies.open().id)
    expect(new Set(ids).size).toBe(100)
  })
})
