import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from './agenda.ts'

describe('an agenda', () => {
  it('gives what is to be, by time, and in the order of adding at one time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), (times) => {
        const agenda = new Agenda()
        const done: string[] = []
        for (const [nth, atMs] of times.entries())
          agenda.add({ atMs, run: () => done.push(`${atMs}.${nth}`) })
        for (let next = agenda.take(5); next; next = agenda.take(5)) next.run()
        const expected = times.map((atMs, nth) => ({ atMs, nth })).toSorted(byTime)
        expect(done).toEqual(expected.map(({ atMs, nth }) => `${atMs}.${nth}`))
      }),
    )
  })

  it('keeps what is later than asked for', () => {
    const agenda = new Agenda()
    agenda.add({ atMs: 10, run: () => undefined })
    expect(agenda.take(9.9)).toBe(undefined)
    expect(agenda.take(10)?.atMs).toBe(10)
    expect(agenda.take(10)).toBe(undefined)
  })

  it('takes more while it is being worked off', () => {
    const agenda = new Agenda()
    const done: string[] = []
    agenda.add({ atMs: 5, run: () => done.push('late') })
    agenda.add({
      atMs: 1,
      run: () => agenda.add({ atMs: 2, run: () => done.push('added') }),
    })
    for (let next = agenda.take(9); next; next = agenda.take(9)) next.run()
    expect(done).toEqual(['added', 'late'])
  })
})

interface Item {
  readonly atMs: number
  readonly nth: number
}

const byTime = (a: Item, b: Item): number => a.atMs - b.atMs || a.nth - b.nth
