import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Duration, lengthOf, msOf, secondsOf } from './duration.ts'

describe('a duration', () => {
  it.each<readonly [Duration, number]>([
    ['250ms', 250],
    ['5s', 5000],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['0s', 0],
    [0, 0],
    [12.5, 12.5],
  ])('%s is %d ms', (written, ms) => {
    expect(msOf(written)).toBe(ms)
  })

  it.each(['', 's', '5', '5 s', '-5s', '5d', '5S', '.5s', '1e3ms', Number.NaN, -1, Infinity])(
    '%s is none, and the error says what is',
    (wrong) => {
      expect(() => msOf(wrong as Duration)).toThrow(`${wrong} is no duration: write 250ms, 5s`)
    },
  )

  it('is told in seconds, to the millisecond', () => {
    expect([0, 12_345, 600_000].map(secondsOf)).toEqual(['0.000 s', '12.345 s', '600.000 s'])
  })

  it('is told as short as it can be said, in the unit it fills', () => {
    const lengths = [0, 300, 999, 1000, 1234, 119_000, 120_000, 3_600_000]
    expect(lengths.map(lengthOf)).toEqual([
      '0 ms',
      '300 ms',
      '999 ms',
      '1 s',
      '1.23 s',
      '119 s',
      '2 min',
      '60 min',
    ])
  })

  it('means the same whatever unit it is written in', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (hours) => {
        expect(msOf(`${hours}h`)).toBe(msOf(`${hours * 60}m`))
        expect(msOf(`${hours}m`)).toBe(msOf(`${hours * 60}s`))
        expect(msOf(`${hours}s`)).toBe(msOf(hours * 1000))
      }),
    )
  })
})
