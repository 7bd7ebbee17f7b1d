import { describe, expect, it } from 'vitest'
import { decodeMessages, messagesMax } from '../codec/index.ts'
import type { Address, Destination, MemberName, Message, Refusal } from '../model/index.ts'
import { nodeCrypto } from '../platform/index.ts'
import { Outbox } from './outbox.ts'

const to = (name: string): Destination => ({
  name: name as MemberName,
  address: name as unknown as Address,
})
const reply = (id: number, bytes = 1): Message => ({
  kind: 'reply',
  id,
  outcome: { ok: true, value: new Uint8Array(bytes) },
})

const request = (id: number, bytes: number): Message => ({
  kind: 'request',
  id,
  subject: 'data',
  incarnation: 0,
  data: new Uint8Array(bytes),
})
const idOf = (message: Message): number => ('id' in message ? message.id : -1)

function outbox(bodyBytesMax: number) {
  const refused: Refusal[] = []
  const frames: { to: string; ids: number[] }[] = []
  const tooLarge: number[] = []
  const deferred: (() => void)[] = []
  const box = new Outbox({
    bodyBytesMax,
    defer: (run) => deferred.push(run),
    seal: ({ address }, body) => {
      expect(body.length).toBeLessThanOrEqual(bodyBytesMax)
      const decoded = decodeMessages(body, (bytes) => nodeCrypto().hash(bytes))
      const messages = decoded.ok ? decoded.messages : []
      frames.push({ to: address, ids: messages.map(idOf) })
      for (const message of messages)
        if (message.kind === 'reply' && !message.outcome.ok) refused.push(message.outcome.refusal)
    },
    onTooLarge: (_, message) => tooLarge.push(idOf(message)),
  })
  return { box, frames, refused, tooLarge, deferred }
}

describe('the outbox', () => {
  it('puts all messages of a moment to one destination into one frame, in order', () => {
    const { box, frames, deferred } = outbox(1_000)
    box.add(to('a'), reply(1))
    box.add(to('b'), reply(2))
    box.add(to('a'), reply(3))
    expect(frames).toEqual([])
    for (const run of deferred) run()
    expect(deferred).toHaveLength(1)
    expect(frames).toEqual([
      { to: 'a', ids: [1, 3] },
      { to: 'b', ids: [2] },
    ])
  })

  it('splits what does not fit a frame, losing and reordering nothing', () => {
    const { box, frames } = outbox(300)
    for (let id = 0; id < 20; id++) box.add(to('a'), reply(id, 100))
    box.flush()
    expect(frames.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 20 }, (_, id) => id))
    expect(frames.length).toBeGreaterThan(1)
  })

  it('splits more messages than a frame may hold', () => {
    const { box, frames } = outbox(1_000_000)
    for (let id = 0; id <= messagesMax; id++) box.add(to('a'), reply(id))
    box.flush()
    expect(frames.map(({ ids }) => ids.length)).toEqual([128, 129])
  })

  it('reports a message that fits no frame, and sends the others', () => {
    const { box, frames, tooLarge } = outbox(300)
    box.add(to('a'), reply(1))
    box.add(to('a'), request(2, 400))
    box.add(to('a'), reply(3))
    box.flush()
    expect(tooLarge).toEqual([2])
    expect(frames.flatMap(({ ids }) => ids)).toEqual([1, 3])
  })

  it('refuses an answer that fits no frame to whoever waits for it', () => {
    const { box, frames, refused, tooLarge } = outbox(300)
    box.add(to('a'), reply(1))
    box.add(to('a'), reply(2, 400))
    box.flush()
    expect(tooLarge).toEqual([2])
    expect(frames.flatMap(({ ids }) => ids)).toEqual([1, 2])
    expect(refused).toEqual([expect.objectContaining({ kind: 'payload-too-large' })])
  })
})
