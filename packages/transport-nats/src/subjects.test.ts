import type { Address } from '@quorate/core'
import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeToken, encodeToken } from './subject-token.ts'
import { isClusterName, rememberedMax, subjectsOf } from './subjects.ts'

const at = (text: string): Address => text as Address
const subjects = subjectsOf({ cluster: 'shop', address: at('red'), instance: '1a2b' })

/** Any character there is; half a surrogate pair is none. */
const letter = integer({ min: 0, max: 0x10_ff_ff })
  .filter((code) => code < 0xd8_00 || code > 0xdf_ff)
  .map((code) => String.fromCodePoint(code))

describe('a token', () => {
  it.each([
    ['red', 'red'],
    ['Red_1-2', 'Red_1-2'],
    ['10.0.0.1:4222', '10%2E0%2E0%2E1%3A4222'],
    ['*', '%2A'],
    ['>', '%3E'],
    ['$SYS', '%24SYS'],
    ['%2E', '%252E'],
    ['two words', 'two%20words'],
    ['a\r\nb', 'a%0D%0Ab'],
    ['ünï', '%C3%BCn%C3%AF'],
    ['🐇', '%F0%9F%90%87'],
  ])('of %j is %s, and back', (name, token) => {
    expect(encodeToken(name)).toBe(token)
    expect(decodeToken(token)).toBe(name)
  })

  it.each(['', '%', '%all', '%2', '%2e', '%41', 'a.b', 'a b', '*', 'ü', '%FF', '%C3'])(
    '%j is of no name',
    (token) => {
      expect(decodeToken(token)).toBeUndefined()
    },
  )

  it('has only letters that mean nothing to a server, whatever the name', () => {
    assert(
      property(array(letter, { minLength: 1 }), (letters) => {
        const name = letters.join('')
        const token = encodeToken(name)
        expect(token).toMatch(/^[A-Za-z0-9_%-]+$/)
        expect(decodeToken(token)).toBe(name)
      }),
    )
  })
})

describe('subjects', () => {
  it('are the ones documented', () => {
    expect(subjects).toMatchObject({
      own: 'quorate.shop.m.red',
      all: 'quorate.shop.all',
      notices: 'quorate.shop.r.red.1a2b.*',
      broadcast: { subject: 'quorate.shop.all', reply: 'quorate.shop.r.red.1a2b.%all' },
    })
    expect(subjects.routeTo(at('a.b'))).toEqual({
      subject: 'quorate.shop.m.a%2Eb',
      reply: 'quorate.shop.r.red.1a2b.a%2Eb',
    })
  })

  it('of clusters whose names differ only in dots do not overlap', () => {
    const dotted = subjectsOf({ cluster: 'shop.m', address: at('red'), instance: '1a2b' })
    expect(dotted.own).toBe('quorate.shop%2Em.m.red')
  })

  it('tell the sender of a reply subject, also behind a prefix of a super-cluster', () => {
    const reply = 'quorate.shop.r.b%2Ec.9f.red'
    expect(subjects.senderOf(reply)).toEqual({ from: 'b.c', isOwn: false })
    expect(subjects.senderOf(`_GR_.xx.yy.${reply}`)).toEqual({ from: 'b.c', isOwn: false })
  })

  it('tell one another process of the same name apart', () => {
    expect(subjects.senderOf('quorate.shop.r.red.1a2b.%all')?.isOwn).toBe(true)
    expect(subjects.senderOf('quorate.shop.r.red.ffff.%all')?.isOwn).toBe(false)
    expect(subjects.senderOf('quorate.shop.r.blue.1a2b.%all')?.isOwn).toBe(false)
  })

  it.each([
    '',
    '_INBOX.x.y',
    'quorate.other.r.b.9f.red',
    'quorate.shop.r',
    'quorate.shop.r.%all.9f',
  ])('tell no sender of %j', (reply) => {
    expect(subjects.senderOf(reply)).toBeUndefined()
  })

  it('tell the target of a reply subject, and none of a broadcast', () => {
    expect(subjects.targetOf(subjects.routeTo(at('a.b')).reply)).toBe('a.b')
    expect(subjects.targetOf(subjects.broadcast.reply)).toBeUndefined()
  })

  it('tell whose frames a subject carries', () => {
    expect(subjects.memberOf('quorate.shop.m.a%2Eb')).toBe('a.b')
    expect(subjects.memberOf('quorate.shop.all')).toBeUndefined()
    expect(subjects.memberOf('quorate.other.m.a')).toBeUndefined()
  })

  it('stay right when more routes were asked for than are remembered', () => {
    for (let i = 0; i <= rememberedMax; i += 1) subjects.routeTo(at(`member-${i}`))
    expect(subjects.routeTo(at('member-0')).subject).toBe('quorate.shop.m.member-0')
    expect(subjects.routeTo(at('member-1')).reply).toBe('quorate.shop.r.red.1a2b.member-1')
  })

  it('fit into the control line of a server even with the longest names', () => {
    const longest = at('.'.repeat(255))
    const longestCluster = '.'.repeat(64)
    expect(isClusterName(longestCluster)).toBe(true)
    const owner = { cluster: longestCluster, address: longest, instance: '0123456789abcdef' }
    const { subject, reply } = subjectsOf(owner).routeTo(longest)
    expect(`PUB ${subject} ${reply} 1048576`.length).toBeLessThan(4096)
  })
})

describe('a cluster name', () => {
  it.each([
    ['shop', true],
    ['our shop.*', true],
    ['магазин', true],
    ['', false],
    ['\ud800', false],
    ['.'.repeat(65), false],
    ['x'.repeat(192), true],
    ['x'.repeat(193), false],
  ])('%j: %s', (name, accepted) => {
    expect(isClusterName(name)).toBe(accepted)
  })
})
