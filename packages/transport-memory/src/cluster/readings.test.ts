import type { Explanation, LogEntry, StateInfo, Value } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { History } from '../histories.fixture.ts'
import { Readings } from './readings.ts'

const member = { name: 'a', address: 'a' }
const info = (values: { readonly [key: string]: Value }): StateInfo =>
  ({ ts: [], tsold: [], members: [member], failed: [], replication: 1, ...values }) as never

/** A member that shows key `x` as it likes. */
class Teller {
  readonly history = History.of('a')
  readonly readings: Readings
  #standing: LogEntry | undefined
  #value: string | undefined

  constructor() {
    const explained = (): readonly Explanation[] =>
      this.#standing === undefined
        ? []
        : ([{ id: this.#standing, outcome: 'stands' }] as unknown as readonly Explanation[])
    this.readings = new Readings(
      { explain: explained, get: () => this.#value, log: () => this.history.log },
      'a/1',
    )
  }

  /** Shows this value, standing on that entry; what is found wrong with it. */
  shows(value: string, entry: LogEntry): readonly string[] {
    this.#value = value
    this.#standing = entry
    return this.readings.see(info({ x: value }))
  }
}

describe('what a member shows', () => {
  it('goes forward, or is found', () => {
    const teller = new Teller()
    const [first, second] = [teller.history.put('a', '1'), teller.history.put('a', '2')]
    expect(teller.shows('1', first)).toEqual([])
    expect(teller.shows('2', second)).toEqual([])
    expect(teller.shows('1', first)).toEqual([
      expect.stringMatching(/^S16: a\/1 read x back from .*, and did not say so$/),
    ])
  })

  it('may go back when it says so', () => {
    const teller = new Teller()
    const [first, second] = [teller.history.put('a', '1'), teller.history.put('a', '2')]
    teller.shows('2', second)
    teller.readings.hear({ kind: 'revised', key: 'x' } as never)
    expect(teller.shows('1', first)).toEqual([])
  })

  it('is another log after a join: the old one is forgotten', () => {
    const teller = new Teller()
    const [first, second] = [teller.history.put('a', '1'), teller.history.put('a', '2')]
    teller.shows('2', second)
    expect(teller.readings.see({ ...info({}), members: [] })).toEqual([])
    expect(teller.shows('1', first)).toEqual([])
  })

  it('holds its own writes once they are acknowledged', () => {
    const teller = new Teller()
    const first = teller.history.put('a', '1')
    teller.shows('1', first)
    const acknowledged = teller.readings.issued('x')
    const second = teller.history.put('a', '2')
    expect(acknowledged(second)).toEqual([
      expect.stringMatching(/^S16: a\/1 reads x as before its own write/),
    ])
    teller.shows('2', second)
    expect(acknowledged(second)).toEqual([])
  })

  it('need not hold a write whose log a join set aside meanwhile', () => {
    const teller = new Teller()
    const acknowledged = teller.readings.issued('x')
    teller.readings.see({ ...info({}), members: [] })
    expect(acknowledged(teller.history.put('a', '2'))).toEqual([])
  })
})
