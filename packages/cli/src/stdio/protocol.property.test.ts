import { ClusterError } from '@quorate/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerLine, errorLine, parseLine } from './protocol.ts'

describe('a line', () => {
  it('is a request with its id, its operation and the rest as arguments', () => {
    expect(parseLine('{"op":"put","id":7,"key":"k","value":{"id":1}}')).toEqual({
      ok: true,
      request: { id: 7, op: 'put', arguments: { key: 'k', value: { id: 1 } } },
    })
    expect(parseLine('{"op":"members"}')).toEqual({
      ok: true,
      request: { id: null, op: 'members', arguments: {} },
    })
  })

  it.each([
    ['', null],
    ['{', null],
    ['null', null],
    ['[{"id":1,"op":"get"}]', null],
    ['"get"', null],
    ['{"id":{},"op":"get"}', null],
    ['{"id":true,"op":"get"}', null],
    ['{"id":5}', 5],
    ['{"id":"five","op":5}', 'five'],
  ])('%s is refused, with the id if it has one', (line, id) => {
    expect(parseLine(line)).toMatchObject({ ok: false, id, error: { code: 'invalid-option' } })
  })

  it('never throws, whatever it is', () => {
    const lines = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
      fc.json().map((json) => `{"id":1,"op":${json}}`),
      fc.json().map((json) => `{"id":${json},"op":"get"}`),
    )
    fc.assert(
      fc.property(lines, (line) => {
        const parsed = parseLine(line)
        if (!parsed.ok) expect(parsed.error).toBeInstanceOf(ClusterError)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an answer', () => {
  it('is one line, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
        fc.jsonValue(),
        (id, ok) => {
          const line = answerLine(id, JSON.parse(JSON.stringify(ok)))
          expect(line).not.toContain('\n')
          expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({ id, ok })))
        },
      ),
    )
  })

  it('of trouble has its code and message', () => {
    const error = new ClusterError({ kind: 'name-taken', detail: 'b' })
    expect(errorLine('x', error)).toBe(
      '{"id":"x","error":{"code":"name-taken","message":"Member name is taken (b)"}}',
    )
  })
})
