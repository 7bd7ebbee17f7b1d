import { describe, expect, it } from 'vitest'
import { conclude } from './conclusion.ts'
import { disagreements, type Report } from './final-table.ts'
import { Timeline } from './timeline.ts'

const members = ['a', 'b'].map((name) => ({ name, address: name }))
const report = (name: string): Report => ({
  name,
  state: 'operational',
  members,
  failed: [],
  keys: ['colour'],
  counter: 3,
  hash: '0123456789abcdef0123',
})
const a = report('a')
const b = report('b')

describe('the verdict', () => {
  it('is agreement on state and roster', () => {
    expect(disagreements([a, b])).toEqual([])
  })

  it.each<[string, readonly Report[], string]>([
    ['nobody', [], 'there is no member'],
    ['another state', [a, { ...b, hash: '0123456789abcdef9999' }], 'different states'],
    [
      'another address',
      [a, { ...b, members: members.map(({ name }) => ({ name, address: 'x' })) }],
      'rosters',
    ],
    ['somebody missing', [a], 'a lists a b, but it should be a'],
    ['somebody out', [a, b, report('c')], 'but it should be a b c'],
    ['somebody degraded', [a, { ...b, state: 'degraded' }], 'b is degraded'],
  ])('is disagreement for %s', (_, reports, reason) => {
    expect(disagreements(reports).join('\n')).toContain(reason)
    const lines: string[] = []
    const screen = { colours: false, write: (line: string) => void lines.push(line) }
    const timeline = new Timeline({ screen, now: () => 0, isSlow: false })
    expect(conclude(reports, { screen, timeline })).toBe(1)
    expect(lines).toContain('The members do not agree:')
  })
})
