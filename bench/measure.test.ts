import { describe, expect, it } from 'vitest'
import { isMet, recordOf } from './figure.ts'
import { ratioIn, sideBySide, spreadOf } from './measure.ts'
import { tableOf } from './table.ts'

describe('a spread', () => {
  it('is the median, the least and the greatest', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ value: 2, min: 1, max: 3 })
    expect(spreadOf([4, 1, 2, 3])).toEqual({ value: 2.5, min: 1, max: 4 })
  })
})

describe('side by side', () => {
  it('takes turns, and leaves the first turn out', async () => {
    const order: string[] = []
    const take = (name: string, result: number) => () => {
      order.push(name)
      return result
    }
    const turns = await sideBySide({ a: take('a', 6), b: take('b', 3) }, { runs: 2, share: 1 })
    expect(order.join('')).toBe('ababab')
    expect(turns).toEqual([
      { a: 6, b: 3 },
      { a: 6, b: 3 },
    ])
    expect(ratioIn(turns, 'a', 'b')).toEqual({ value: 2, min: 2, max: 2 })
  })
})

describe('a figure', () => {
  const figure = { name: 'step', value: 10, min: 8, max: 1234.5, unit: 'inputs/s', note: 'n' }

  it.each([
    ['at-least', 10, true],
    ['at-least', 11, false],
    ['at-most', 10, true],
    ['at-most', 9, false],
    ['exactly', 10, true],
    ['exactly', 10.5, false],
  ] as const)('%s %d is met: %s', (is, value, met) => {
    expect(isMet({ ...figure, target: { is, value } })).toBe(met)
  })

  it('without a target is recorded with nulls', () => {
    const { note: _, ...rest } = figure
    const recorded = recordOf({ ...figure, target: undefined })
    expect(recorded).toEqual({ ...rest, target: null, met: null })
  })

  it('is a line of the table', () => {
    const target = { is: 'at-least', value: 60_000 } as const
    const lines = tableOf([{ ...figure, target }]).split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('≥ 60,000')
    expect(lines[1]).toContain('MISSED')
    expect(lines[1]).toContain('1,235')
  })

  it('has a column for each that is beside it, empty where there is none', () => {
    const beside = { theory: 12, peer: 0.5 }
    const figures = [
      { ...figure, target: undefined },
      { ...figure, target: undefined, beside },
    ]
    const [head = '', without = '', withBoth = ''] = tableOf(figures).split('\n')
    expect(head).toMatch(/ theory {2,}peer {2}what it is$/)
    expect(without).toMatch(/inputs\/s {4,}n$/)
    expect(withBoth).toMatch(/inputs\/s .* 12 {2}0\.500 {2}n$/)
    expect(figures.map(recordOf).map((record) => record.beside)).toEqual([undefined, beside])
  })
})
