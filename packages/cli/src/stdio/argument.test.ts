import { describe, expect, it } from 'vitest'
import type { Plain } from '../json/plain.ts'
import {
  type Argument,
  data,
  entryId,
  object,
  oneOf,
  optional,
  readArguments,
  text,
  timeout,
} from './argument.ts'

const stream = `${'0'.repeat(32)}.${'1'.repeat(16)}`
const refused = (code: string): unknown => expect.objectContaining({ code })
const read = (argument: Argument<unknown>, value: Plain): unknown =>
  readArguments({ value: argument }, { value })['value']

describe('arguments', () => {
  it.each<[string, Argument<unknown>, Plain, unknown]>([
    ['text', text, '', ''],
    ['data', data, { $bytes: 'AQID' }, Uint8Array.of(1, 2, 3)],
    ['null as data', data, null, null],
    ['object', object, { a: [1] }, { a: [1] }],
    ['timeout', timeout, 0.5, 0.5],
    ['the longest timeout', timeout, 3_600_000, 3_600_000],
    ['entry', entryId, { stream, seq: 0 }, { stream, seq: 0 }],
    ['no entry', entryId, null, null],
    ['choice', oneOf('echo', 'fail'), 'fail', 'fail'],
  ])('%s is taken', (_, argument, given, value) => {
    expect(read(argument, given)).toEqual(value)
  })

  it.each<[string, Argument<unknown>, Plain]>([
    ['a number for a text', text, 1],
    ['a list for an object', object, []],
    ['bytes for an object', object, { $bytes: 'AQID' }],
    ['no time', timeout, 0],
    ['too much time', timeout, 3_600_001],
    ['a text for a time', timeout, '1s'],
    ['an entry without a place', entryId, { stream }],
    ['an entry at half a place', entryId, { stream, seq: 0.5 }],
    ['an entry of no stream', entryId, { stream: 'x', seq: 0 }],
    ['no choice', oneOf('echo', 'fail'), 'toString'],
  ])('%s is refused', (_, argument, given) => {
    expect(() => read(argument, given)).toThrow(refused('invalid-option'))
    expect(() => read(argument, given)).toThrow('value must be')
  })

  it('that are missing are refused unless they are optional', () => {
    expect(() => readArguments({ key: text }, {})).toThrow('key must be a text')
    expect(readArguments({ key: optional(text) }, {})).toEqual({ key: undefined })
    expect(() => readArguments({ key: optional(text) }, { key: 1 })).toThrow('key must be a text')
  })

  it('that nobody knows are refused with those that are known', () => {
    expect(() => readArguments({ key: text }, { key: 'k', kee: 1 })).toThrow(
      'kee is unknown; known: key',
    )
    expect(() => readArguments({}, { constructor: 1 })).toThrow('known: none')
  })
})
