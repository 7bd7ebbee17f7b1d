import { checksumCrypto } from '@quorate/transport-memory'
import { nodeCrypto } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { tinyEffort } from '../figure.ts'
import { falseAlarms, troubles } from './false-alarms.ts'
import { heal } from './heal.ts'
import * as benchmarks from './index.ts'
import { joinBurst } from './join.ts'
import { kills } from './kills.ts'
import { rest } from './rest.ts'
import { stall } from './stall.ts'

describe('the benchmarks of failure detection', () => {
  it.each(Object.values(benchmarks))('$name gives its figures', async ({ area, run }) => {
    const figures = await run(tinyEffort)
    expect(area).toBe('detection')
    expect(figures.length).toBeGreaterThan(1)
    const names = figures.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, value } of figures) {
      expect(name).toMatch(/^detection\/[a-z-]+\/.*N=5/)
      expect(value).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('what members send at rest', () => {
  const options = { size: 5, lossShares: [0, 0.2], forMs: 5000 }

  it('is what the network sees, greetings apart', async () => {
    const [whole, lossy] = await rest(options)
    expect(whole?.isMet).toBe(true)
    expect(whole?.meeting.frames).toBeGreaterThanOrEqual(2 * 10)
    expect(whole?.greetings.max).toBe(0)
    expect(whole?.probeFramesPerSecond.min).toBeGreaterThan(0)
    const { framesPerSecond, bytesPerSecond, kinds } = whole ?? {}
    const frames = Object.values(kinds ?? {}).reduce((sum, count) => sum + count, 0)
    expect(framesPerSecond?.max).toBeGreaterThanOrEqual(frames / 5 / 5)
    expect(bytesPerSecond?.value).toBeGreaterThan(50 * (framesPerSecond?.value ?? 0))
    expect(whole).toMatchObject({ suspicions: 0, failures: 0 })
    expect(lossy?.lossShare).toBe(0.2)
  })

  it('has the same size with checksums in place of HMACs', async () => {
    const real = await rest({ ...options, crypto: nodeCrypto() })
    expect(await rest({ ...options, crypto: checksumCrypto() })).toEqual(real)
  })

  it('is another with another seed, and the same with the same', async () => {
    const [one, again, other] = [
      await rest(options),
      await rest(options),
      await rest({ ...options, seed: 2 }),
    ]
    expect(again).toEqual(one)
    expect(other[1]?.kinds).not.toEqual(one[1]?.kinds)
  })
})

describe('kills', () => {
  it('are noticed by all, and got over', async () => {
    const [row] = await kills({ size: 5 }, [{ kills: 3, lossShare: 0 }])
    if (row === undefined) throw new Error('no row')
    const { firstSuspicion, firstFailed, knownByAll, backAgain } = row
    expect(firstSuspicion.min).toBeGreaterThan(0)
    expect(firstFailed.min).toBeGreaterThanOrEqual(firstSuspicion.min)
    expect(knownByAll.min).toBeGreaterThanOrEqual(firstFailed.min)
    expect(knownByAll.mean).toBeLessThanOrEqual(knownByAll.max)
    expect(backAgain.max).toBeGreaterThan(0)
    expect(row).toMatchObject({ size: 5, kills: 3, hints: false, failuresOfOthers: 0 })
  })

  it('are noticed where frames are lost, too', async () => {
    const rounds = [
      { kills: 1, lossShare: 0 },
      { kills: 2, lossShare: 0.2 },
    ]
    const rows = await kills({ size: 5 }, rounds)
    expect(rows).toMatchObject(rounds)
    expect(rows[1]?.knownByAll.max).toBeLessThan(60_000)
    expect(rows[1]?.backAgain.max).toBeGreaterThan(0)
  })

  it('are noticed no later where senders are told that nobody listens', async () => {
    const rounds = [{ kills: 3, lossShare: 0 }]
    const [silent] = await kills({ size: 5 }, rounds)
    const [told] = await kills({ size: 5, hints: true }, rounds)
    expect(told?.knownByAll.value).toBeLessThanOrEqual(silent?.knownByAll.value ?? 0)
  })
})

describe('false alarms', () => {
  it.each(troubles)('are counted where one %s', async (trouble) => {
    const row = await falseAlarms({ size: 5, trouble, forMs: 20_000 })
    expect(row).toMatchObject({ size: 5, trouble, forMs: 20_000 })
    expect(row.failures).toBeGreaterThanOrEqual(row.failuresOfOthers)
  })
})

describe('a stall', () => {
  it.each(['as-it-came', 'timers-first'] as const)('is looked at, %s', async (order) => {
    const row = await stall({ size: 5, order, stallMs: 3000, stalls: 2 })
    expect(row).toMatchObject({ size: 5, order, stalls: 2, failuresOfOthers: 0 })
    expect(row.failures).toBeLessThanOrEqual(2)
  })

  it('that is long makes others give the member up', async () => {
    const row = await stall({ size: 5, order: 'as-it-came', stallMs: 30_000, stalls: 1 })
    expect(row.failures).toBe(1)
  })
})

describe('a join of many at once', () => {
  it('ends with all knowing all', async () => {
    const row = await joinBurst({ size: 8 })
    expect(row).toMatchObject({ size: 8, refused: 0 })
    expect(row.allListMs).toBeGreaterThanOrEqual(row.medianListsMs)
    expect(row.allAliveMs).toBeGreaterThanOrEqual(row.allListMs)
    expect(row.frames).toBeGreaterThan(8)
  })

  it('takes longer where work takes time', async () => {
    const machines = { busyMs: 5, syncMs: { min: 5, max: 5 } }
    const [ideal, working] = [await joinBurst({ size: 8 }), await joinBurst({ size: 8, machines })]
    expect(working.allListMs).toBeGreaterThan(ideal.allListMs)
  })
})

describe('a heal', () => {
  it('makes logs and live views equal again', async () => {
    const row = await heal({ size: 6, apartMs: 30_000 })
    expect(row).toMatchObject({ size: 6, wasApart: true, isStable: true })
    expect(row.entries).toBeGreaterThan(0)
    expect(row.agreedMs).toBeGreaterThanOrEqual(row.viewsMs)
    expect(row.agreedMs).toBeLessThan(10_000)
  })
})
