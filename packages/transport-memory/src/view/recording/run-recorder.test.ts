import { createMember } from '@quorate/core'
import type { LogEntry } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../../world.ts'
import { playScene } from '../scene.fixture.ts'
import { LogPlaces } from './log-places.ts'
import { RunRecorder } from './run-recorder.ts'

const record = await playScene()
const wordsOf = (word: number): string => record.words[word] ?? ''

describe('a record', () => {
  it('is plain JSON, and names the run', () => {
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
    expect(record).toMatchObject({
      format: 1,
      seed: '42',
      endMs: 120_000,
      lanes: ['a', 'b', 'c', 'd', 'e'],
    })
    expect(record.leftOut).toEqual({ frames: 0, marks: 0, entries: 0, states: 0 })
  })

  it('is the same for the same seed, and changes nothing of the run', async () => {
    expect(await playScene()).toEqual(record)
    const hashOf = async (isRecorded: boolean): Promise<string> => {
      const recorder = new RunRecorder({ title: 'x', seed: 1 })
      const world = createWorld({ seed: 1, ...(isRecorded && { onTrace: recorder.trace }) })
      const env = world.env('a')
      const member = await world.settle(createMember({ secret: 'long enough', ...env }))
      if (isRecorded) recorder.follow('a', member)
      await world.settle(member.put('k', 1))
      await world.advance(5000)
      return world.hash
    }
    expect(await hashOf(true)).toBe(await hashOf(false))
  })

  it('knows the fate and the messages of every frame', () => {
    const fates = new Set(record.frames.map(([, , , , , fate]) => fate))
    expect([...fates].toSorted()).toEqual(['+', '.', '0', '>', 'x', '~'])
    const kinds = new Set(record.frames.flatMap(([, , , , word]) => wordsOf(word).split(' ')))
    for (const kind of ['hello', 'nonce', 'ping', 'ack', 'digest', 'pull', 'delta', 'join-request'])
      expect(kinds).toContain(kind)
    const sent = record.frames.map(([at]) => at)
    expect(sent).toEqual(sent.toSorted((a, b) => a - b))
    const lost = record.frames.find(([, , , , , fate]) => fate === 'x')
    expect(wordsOf(lost?.[7] ?? -1)).toBe('partition')
  })

  it('has what was done to the members, and what they told', () => {
    const kinds = new Set(record.marks.map(([, , word]) => wordsOf(word)))
    for (const kind of ['start', 'crash', 'pause', 'resume', 'cut', 'heal'])
      expect(kinds).toContain(kind)
    for (const kind of [
      'peer-failed',
      'peer-recovered',
      'replayed',
      'member-down',
      'frame-refused',
    ])
      expect(kinds).toContain(kind)
    expect(kinds).not.toContain('housekeeping-done')
    expect(record.cuts.map(({ from, to, oneWay }) => ({ from, to, oneWay }))).toEqual([
      { from: [0, 1], to: [2, 3, 4], oneWay: false },
      { from: [4], to: [0, 1, 2, 3], oneWay: true },
    ])
    const processes = record.states.flatMap(([, lane, { process }]) =>
      process === undefined ? [] : [`${lane} ${process}`],
    )
    expect(processes.slice(5)).toEqual(['2 crashed', '2 running', '3 paused', '3 running'])
  })

  it('places every entry as the log of its member has it', () => {
    const late = record.entries.filter(([, , , , , , , isLate]) => isLate === 1)
    expect(late.length).toBeGreaterThan(10)
    for (const [, , , , , place, length] of late) expect(place).toBeLessThan(length - 1)
    const lengths = new Map(record.entries.map(([, lane, , , , , length]) => [lane, length]))
    expect(new Set(lengths.values()).size).toBe(1)
  })
})

describe('places in a log', () => {
  const entry = (l: number, kind = 'state-info-put'): LogEntry =>
    ({ hlc: { l, c: 0 }, stream: 's', seq: l, event: { kind } }) as LogEntry

  it('are those of the total order; what comes below the end is late', () => {
    const places = new LogPlaces()
    expect(places.add(entry(10))).toEqual({ place: 0, length: 1, isLate: false })
    expect(places.add(entry(30))).toEqual({ place: 1, length: 2, isLate: false })
    expect(places.add(entry(20))).toEqual({ place: 1, length: 3, isLate: true })
    expect(places.add(entry(5, 'cluster-founded'))).toEqual({ place: 0, length: 1, isLate: false })
  })

  it('stay right when the lowest are only counted', () => {
    const places = new LogPlaces()
    for (let i = 0; i < 100_001; i++) places.add(entry(i))
    expect(places.length).toBe(100_001)
    expect(places.add(entry(90_000.5))).toEqual({ place: 90_001, length: 100_002, isLate: true })
  })
})
