import { expect, it } from 'vitest'
import { FrameCopies } from './frame-copies.ts'

it('copies stay as they are, whatever becomes of what was copied and of other copies', () => {
  const copies = new FrameCopies()
  const frame = new Uint8Array(1_000)
  const made = Array.from({ length: 300 }, (_, i) => copies.copy(frame.fill(i & 255)))
  frame.fill(77)
  for (const [i, copy] of made.entries()) {
    expect(copy).toHaveLength(frame.length)
    expect(copy.every((byte) => byte === (i & 255))).toBe(true)
  }
})

it('takes frames of any size, none included', () => {
  const copies = new FrameCopies()
  const small = copies.copy(Uint8Array.of(1))
  const large = copies.copy(new Uint8Array(1_000_000).fill(2))
  expect([small, copies.copy(new Uint8Array(0))]).toEqual([Uint8Array.of(1), new Uint8Array(0)])
  expect(large.every((byte) => byte === 2)).toBe(true)
})
