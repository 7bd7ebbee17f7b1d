import { describe, expect, it } from 'vitest'
import { playScene } from '../scene.fixture.ts'
import {
  firstFilter,
  frameGroupOf,
  isTrouble,
  markGroupOf,
  runOf,
  stepsOf,
  stepText,
  timeText,
  toggled,
  Viewer,
} from './index.ts'
import type { Filter } from './index.ts'

const failure = { atMs: 30_000, invariant: 'S1', detail: 'two contents' }
const run = runOf(await playScene({ failure }))
const everything: Filter = { ...firstFilter, hiddenGroups: new Set() }

describe('groups', () => {
  it('take a frame by the most telling of its messages', () => {
    expect(frameGroupOf('ping digest delta')).toBe('entries')
    expect(frameGroupOf('ack pull')).toBe('pulls')
    expect(frameGroupOf('ping digest')).toBe('probes')
    expect(frameGroupOf('gossip ping digest')).toBe('gossip')
    expect(frameGroupOf('no frame')).toBe('unreadable')
    expect(markGroupOf('peer-refuted')).toBe('verdicts')
    expect(markGroupOf('conflict')).toBe('late')
    expect(markGroupOf('something new')).toBe('network')
  })
})

describe('times', () => {
  it.each([
    [0, '0:00.000'],
    [1234.5678, '0:01.235'],
    [59_999.9, '1:00.000'],
    [600_000, '10:00.000'],
    [3_661_001, '1:01:01.001'],
  ])('%d ms is %s', (ms, text) => expect(timeText(ms)).toBe(text))

  it('needs no milliseconds for whole seconds', () => expect(timeText(61_000, 0)).toBe('1:01'))
})

describe('states of lanes', () => {
  const { states } = run
  const c = run.lanes.indexOf('c')

  it('are the sum of the changes up to a time, that time included', () => {
    expect(states.at(c, 0).process).toBe('absent')
    expect(states.at(c, 40_000)).toMatchObject({
      process: 'running',
      members: ['a', 'b', 'c', 'd', 'e'],
    })
    expect(states.at(c, 45_000).process).toBe('crashed')
    expect(states.at(c, 55_000).process).toBe('running')
    const ends = run.lanes.map((_, lane) => states.at(lane, run.endMs).version)
    expect(new Set(ends).size).toBe(1)
  })

  it('are the same however far from a sum they are', () => {
    const naive = (ms: number): number => {
      const its = run.record.states.filter(([at, lane]) => lane === c && at / 1000 <= ms)
      return its.findLast(([, , { entries }]) => entries !== undefined)?.[2].entries ?? 0
    }
    for (let ms = 0; ms <= run.endMs; ms += 977) expect(states.at(c, ms).entries).toBe(naive(ms))
  })

  it('have spans of lifecycle, none while crashed, and of halts', () => {
    expect(states.halts(c)).toEqual([{ at: 42_000, until: 54_000, process: 'crashed' }])
    const spans = states.lifecycle(c)
    expect(spans.some(({ at, until }) => at < 54_000 && until > 42_000)).toBe(false)
    expect(spans.map(({ state }) => state)).toContain('degraded')
  })
})

describe('steps', () => {
  it('are all that is shown, in order; of one moment what arrives comes first', () => {
    const steps = stepsOf(run, everything)
    const times = steps.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const joins = steps.filter(({ at }) => Math.abs(at - 7.119) < 0.001)
    expect(joins.map((step) => stepText(step, run))).toEqual([
      'a ← b join-request',
      'a member-joined: b',
      'a entry: member-joined b by a, at 1',
      'a → b join-reply',
    ])
  })

  it('have a frame twice, a copy and a lost one once', () => {
    const steps = stepsOf(run, everything)
    const timesOf = (fate: string): number => {
      const frame = run.frames.find((each) => each.fate === fate)
      return steps.filter(({ thing }) => thing === frame).length
    }
    expect(['>', '+', 'x', '.', '~'].map(timesOf)).toEqual([2, 1, 1, 1, 2])
  })

  it('stop at a loss once, while its link goes on losing', () => {
    const losses = stepsOf(run, everything).filter(
      ({ thing }) => thing.sort === 'frame' && thing.fate === 'x' && thing.at < 32_000,
    )
    const stops = losses.filter(({ isInteresting }) => isInteresting)
    expect(losses.length).toBeGreaterThan(100)
    expect(stops).toHaveLength(12)
  })

  it('leave out what the filter hides, but not what befell a hidden sort', () => {
    const frames = stepsOf(run, firstFilter).flatMap(({ thing }) =>
      thing.sort === 'frame' ? thing : [],
    )
    expect(frames.some(({ group }) => group === 'probes')).toBe(true)
    expect(frames.every((frame) => frame.group !== 'probes' || isTrouble(frame))).toBe(true)
    const withText = stepsOf(run, { ...everything, text: 'partition' })
    expect(withText.length).toBeGreaterThan(0)
    for (const step of withText) expect(stepText(step, run)).toContain('partition')
  })
})

describe('a viewer', () => {
  it('begins at the failure, with all of the run in sight', () => {
    const viewer = new Viewer(run)
    expect(viewer.cursor).toBe(30_000)
    expect(viewer.current?.at).toBeLessThanOrEqual(30_000)
    expect(viewer.stretch).toEqual({ from: 0, to: 120_000 })
  })

  it('steps within the run, and tells who listens', () => {
    const viewer = new Viewer(run)
    let told = 0
    viewer.onChange(() => told++)
    viewer.moveTo(-5)
    expect(viewer.cursor).toBe(0)
    viewer.stepBy(-100_000)
    expect(viewer.step).toBe(0)
    viewer.stepBy(1_000_000)
    expect(viewer.step).toBe(viewer.steps.length - 1)
    viewer.toInteresting(1)
    expect(viewer.step).toBe(viewer.steps.length - 1)
    viewer.toInteresting(-1)
    expect(viewer.current?.isInteresting).toBe(true)
    expect(viewer.before).toBeLessThan(viewer.cursor)
    expect(told).toBe(4)
  })

  it('zooms around a time, never beyond the run nor below two milliseconds', () => {
    const viewer = new Viewer(run)
    viewer.zoom(0.5, 30_000)
    expect(viewer.stretch).toEqual({ from: 15_000, to: 75_000 })
    for (let i = 0; i < 60; i++) viewer.zoom(0.5)
    expect(viewer.stretch.to - viewer.stretch.from).toBeCloseTo(2)
    for (let i = 0; i < 60; i++) viewer.zoom(2)
    expect(viewer.stretch).toEqual({ from: 0, to: 120_000 })
    viewer.zoom(0.1)
    viewer.pan(-1e9)
    expect(viewer.stretch.from).toBe(0)
    viewer.moveTo(50_000)
    expect(viewer.stretch.from).toBeLessThan(50_000)
    expect(viewer.stretch.to).toBeGreaterThan(50_000)
  })

  it('stays at its time when something is hidden', () => {
    const viewer = new Viewer(run)
    const before = viewer.steps.length
    viewer.show({ ...viewer.filter, hiddenLanes: toggled(viewer.filter.hiddenLanes, 0) })
    expect(viewer.steps.length).toBeLessThan(before)
    expect(viewer.cursor).toBe(30_000)
    const mark = run.marks.find(({ kind, lane }) => kind === 'crash' && lane === 2)
    if (mark !== undefined) viewer.select(mark)
    expect(viewer.cursor).toBe(42_000)
  })
})
