import { describe, expect, it } from 'vitest'
import type { Traced } from '../../trace.ts'
import type { StateRow } from '../run-record.ts'
import { KeptRows } from './kept-rows.ts'
import { Lanes, lanesMax } from './lanes.ts'
import { RecordedCuts } from './recorded-cuts.ts'
import { RecordedFrames } from './recorded-frames.ts'
import { StateChanges } from './state-changes.ts'
import { Words, wordsMax } from './words.ts'

describe('kept rows', () => {
  it('leave out the oldest quarter when there is no room, and count it', () => {
    const rows = new KeptRows<number>(8)
    for (let i = 0; i < 9; i++) rows.add(i)
    expect(rows.all()).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(rows.leftOut).toBe(2)
  })

  it('keep what stands for those left out', () => {
    const rows = new KeptRows<number>(8, (oldest) => [oldest.reduce((a, b) => a + b)])
    for (let i = 0; i < 100; i++) rows.add(i)
    expect(rows.all()).toHaveLength(8)
    expect(rows.all().reduce((a, b) => a + b)).toBe(4950)
    expect(rows.leftOut).toBe(92)
  })
})

describe('words and lanes', () => {
  it('are the same number for the same text, up to their maximum', () => {
    const words = new Words()
    expect([words.of('a'), words.of('b'), words.of('a')]).toEqual([0, 1, 0])
    for (let i = 0; i < wordsMax + 10; i++) words.of(`word ${i}`)
    expect(words.all()).toHaveLength(wordsMax)
    expect(words.all()[words.of('one too many')]).toBe('…')
    expect(words.all()[words.of('b')]).toBe('b')
  })

  it('know a member by where it listens, also when it listened elsewhere before', () => {
    const lanes = new Lanes()
    lanes.listens('a', 'nats.a')
    expect([lanes.at('nats.a'), lanes.of('a')]).toEqual([0, 0])
    lanes.listens('b', 'nats.a')
    expect(lanes.at('nats.a')).toBe(1)
    const nowhere = lanes.at('nowhere')
    expect(lanes.all()[nowhere]).toBe('nowhere')
    for (let i = 0; i < lanesMax + 5; i++) lanes.of(`m${i}`)
    expect(lanes.all()).toHaveLength(lanesMax)
  })
})

const frameEvent = (kind: Traced['kind'], at: number, more: Partial<Traced> = {}): Traced => ({
  at,
  kind,
  from: 'a',
  to: 'b',
  ...more,
})

describe('frames', () => {
  const recorded = (max?: number): { frames: RecordedFrames; words: Words } => {
    const words = new Words()
    return { words, frames: new RecordedFrames(new Lanes(), words, max) }
  }

  it('are paired with what became of them', () => {
    const { frames, words } = recorded()
    for (const frame of [0, 1, 2, 3, 4]) frames.sent(frameEvent('send', frame, { frame, count: 9 }))
    frames.delivered(frameEvent('deliver', 3.5, { frame: 2 }))
    frames.delivered(frameEvent('deliver', 4.5, { frame: 1, note: 'corrupt' }))
    frames.dropped(frameEvent('drop', 3, { frame: 3, note: 'loss' }))
    frames.nobody(frameEvent('nobody', 5, { frame: 0 }))
    const kind = words.of('damaged')
    expect(frames.all()).toEqual([
      [0, 0, 1, 9, kind, '0', 5000],
      [1000, 0, 1, 9, kind, '~', 3500, words.of('corrupt')],
      [2000, 0, 1, 9, kind, '>', 1500],
      [3000, 0, 1, 9, kind, 'x', 0, words.of('loss')],
      [4000, 0, 1, 9, kind, '.', 0],
    ])
  })

  it('that arrive twice have a row for each arrival, by when they were sent', () => {
    const { frames } = recorded()
    frames.sent(frameEvent('send', 1, { frame: 0 }))
    frames.sent(frameEvent('send', 2, { frame: 1 }))
    frames.delivered(frameEvent('deliver', 3, { frame: 0 }))
    frames.delivered(frameEvent('deliver', 7, { frame: 0 }))
    expect(frames.all().map(([at, , , , , fate, after]) => [at, fate, after])).toEqual([
      [1000, '>', 2000],
      [1000, '+', 6000],
      [2000, '.', 0],
    ])
  })

  it('that nobody sent, or that were sent long ago, have no row of their own', () => {
    const { frames } = recorded(100)
    for (let frame = 0; frame < 20_010; frame++) frames.sent(frameEvent('send', frame, { frame }))
    const before = frames.all()
    frames.delivered(frameEvent('deliver', 30_000, { frame: 3 }))
    frames.delivered(frameEvent('deliver', 30_000, { frame: 99_999 }))
    expect(frames.all()).toEqual(before)
    expect(before.length + frames.leftOut).toBe(20_010)
    expect(before.length).toBeLessThanOrEqual(100)
  })
})

describe('cuts', () => {
  const event = (
    kind: 'cut' | 'heal',
    at: number,
    [from, to]: readonly [string, string?],
  ): Traced => (to === undefined ? { at, kind, from } : { at, kind, from, to })

  it('last until they are mended, or all are', () => {
    const lanes = new Lanes()
    const cuts = new RecordedCuts(lanes)
    cuts.cut(event('cut', 1, ['a,b', 'c']))
    cuts.cut({ ...event('cut', 2, ['a', 'b']), note: 'one-way' })
    cuts.cut({ ...event('cut', 3, ['c']), note: 'isolate' })
    cuts.healed(event('heal', 4, ['a', 'b']))
    cuts.healed(event('heal', 5, ['']))
    cuts.cut(event('cut', 6, ['a', 'c']))
    expect(cuts.all()).toEqual([
      { at: 1000, until: 5000, from: [0, 1], to: [2], oneWay: false },
      { at: 2000, until: 4000, from: [0], to: [1], oneWay: true },
      { at: 3000, until: 5000, from: [2], to: [], oneWay: false },
      { at: 6000, from: [0], to: [2], oneWay: false },
    ])
  })
})

describe('state changes', () => {
  it('say only what is another than before', () => {
    const states = new StateChanges()
    states.become(1, 0, { state: 'joining', reasons: [], keys: { k: '1', j: '2' } })
    states.become(2, 0, { state: 'joining', reasons: [], keys: { k: '1', j: '2' } })
    states.become(3, 0, { state: 'operational', keys: { k: '3' } })
    states.become(3, 1, { entries: 4 })
    expect(states.all()).toEqual([
      [1000, 0, { state: 'joining', reasons: [], keys: { k: '1', j: '2' } }],
      [3000, 0, { state: 'operational', keys: { k: '3', j: null } }],
      [3000, 1, { entries: 4 }],
    ] satisfies StateRow[])
  })

  it('still add up when the oldest are left out', () => {
    const states = new StateChanges(20)
    for (let i = 0; i < 200; i++)
      states.become(i, i % 2, { entries: i, keys: { [`k${i % 3}`]: `${i}` } })
    const rows = states.all()
    expect(rows.length).toBeLessThanOrEqual(20)
    expect(states.leftOut + rows.length).toBe(200)
    const keys = rows.filter(([, lane]) => lane === 0).map(([, , change]) => change.keys)
    const sum = Object.assign({}, ...keys) as Record<string, string | null>
    expect(Object.entries(sum).filter(([, value]) => value !== null)).toEqual([['k0', '198']])
  })
})
