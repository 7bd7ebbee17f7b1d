import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusalKinds } from '../../model/index.ts'
import type { Message, StoreTag } from '../../model/index.ts'
import { decodeMessages, encodeMessages } from '../index.ts'
import { messagesByKind, testHash } from '../messages.fixture.ts'
import {
  findings,
  messageKinds,
  nackedKinds,
  refusals,
  statuses,
  subjects,
  wishes,
} from './index.ts'

const page = readFileSync(
  new URL('../../../../../docs/protocol/messages.md', import.meta.url),
  'utf8',
)
const lists = { nackedKinds, refusals, statuses, findings, subjects, wishes }
const store = '0'.repeat(16) as StoreTag

const last = <T>(list: readonly T[]): T => list.reduce((_, word) => word)

describe('the numbers of words', () => {
  it('of message kinds are those of the protocol page, and every kind has one', () => {
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(([, kind, at]) => [
      kind,
      at,
    ])
    expect(rows).toEqual(messageKinds.map((kind, number) => [kind, String(number)]))
    expect(messageKinds.toSorted()).toEqual(Object.keys(messagesByKind).toSorted())
  })

  it.each(Object.entries(lists))('of %s are those of the protocol page', (_, words) => {
    const text = page.replaceAll(/\s+/g, ' ')
    expect(text).toContain(words.map((word, number) => `${number} \`${word}\``).join(', '))
    expect(new Set<string>(words).size).toBe(words.length)
  })

  it('of refusals are there for every refusal', () => {
    expect(refusals.toSorted()).toEqual(refusalKinds.toSorted())
  })
})

const refusal = { kind: last(refusals), detail: '' }
const claim = {
  about: store,
  status: last(statuses),
  incarnation: 0,
  refutations: 0,
  by: store,
  observers: 0,
}

/** A message with the last word of a list, and the byte of its body where the number is. */
const cases: readonly (readonly [string, Message, number])[] = [
  ['message', { kind: 'reply', id: 0, outcome: { ok: true, value: null } }, 2],
  ['nacked', { kind: 'nack', about: last(nackedKinds), refusal: 'network-error' }, 3],
  ['nack refusal', { kind: 'nack', about: 'ping', refusal: last(refusals) }, 4],
  ['reply refusal', { kind: 'reply', id: 0, outcome: { ok: false, refusal } }, 6],
  ['status', { kind: 'gossip', claims: [claim] }, 14],
  [
    'finding',
    {
      kind: 'ping-report',
      probe: 0,
      about: store,
      finding: last(findings),
      incarnation: 0,
      refutations: 0,
    },
    14,
  ],
  ['subject', { kind: 'request', id: 0, subject: last(subjects), incarnation: 0, data: null }, 4],
]

describe('a number that no word has', () => {
  it.each(cases)('refuses the body: %s', (_, message, at) => {
    const body = new Uint8Array(encodeMessages([message]))
    expect(decodeMessages(body, testHash)).toEqual({ ok: true, messages: [message] })
    body[at] = (body[at] ?? 0) + 1
    expect(decodeMessages(body, testHash)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/a whole number from 0 to \d+ was expected/),
    })
    body[at] = 0xff
    expect(decodeMessages(body, testHash).ok).toBe(false)
  })
})
