import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReplayWindow, windowSize } from './replay-window.ts'

describe('replay window', () => {
  it('accepts a counter at most once, and always if it is new and within the window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 * windowSize }), { maxLength: 200 }),
        (shown) => {
          const window = new ReplayWindow()
          const accepted = new Set<number>()
          let highest = 0
          for (const counter of shown) {
            const isNew = !accepted.has(counter)
            const isRecent = counter > highest - windowSize
            expect(window.accept(counter)).toBe(isNew && isRecent)
            if (isNew && isRecent) accepted.add(counter)
            highest = Math.max(highest, counter)
          }
        },
      ),
    )
  })

  it('works at the largest counters', () => {
    const window = new ReplayWindow()
    const last = 2 ** 48 - 1
    expect(window.accept(last - 5)).toBe(true)
    expect(window.accept(last)).toBe(true)
    expect(window.accept(last - 5)).toBe(false)
    expect(window.accept(last - 1)).toBe(true)
    expect(window.accept(last - windowSize)).toBe(false)
  })

  it('refuses zero and less', () => {
    const window = new ReplayWindow()
    expect([0, -1].map((counter) => window.accept(counter))).toEqual([false, false])
  })
})
