import { describe, expect, it } from 'vitest'
import { play, type Report } from './play.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { shrunk } from './shrink.ts'
import { textOf } from './step.ts'

/** Schedules that every test run plays: seeds 1 to this. By hand: any number, in minutes. */
const seeds = 60

/** All that is needed to look at a failing run again. */
const story = ({ seed, steps, ...world }: Schedule, { findings }: Report): string =>
  [`seed ${seed}, ${JSON.stringify(world)}`, ...findings, ...steps.map(textOf)].join('\n  ')

describe(`random schedules, seeds 1 to ${seeds}`, () => {
  const performed = new Map<string, number>()
  const accounts = { inForce: 0, overwritten: 0, told: 0, abandoned: 0 }

  it.each(Array.from({ length: seeds }, (_, i) => i + 1))(
    'seed %d',
    async (seed) => {
      const schedule = scheduleOf(seed)
      const report = await play(schedule)
      for (const [kind, count] of report.performed)
        performed.set(kind, (performed.get(kind) ?? 0) + count)
      for (const kind of ['inForce', 'overwritten', 'told', 'abandoned'] as const)
        accounts[kind] += report.account[kind]
      if (report.findings.length === 0) return
      const least = await shrunk(schedule, async (part) => (await play(part)).findings.length > 0)
      expect.fail(`${story(schedule, report)}\ncut down:\n${story(least, await play(least))}`)
    },
    300_000,
  )

  it('every kind of step happened, and every fate of a write', () => {
    const kinds = new Set(
      Array.from({ length: seeds }, (_, i) => scheduleOf(i + 1)).flatMap(({ steps }) =>
        steps.map(({ kind }) => kind),
      ),
    )
    expect(kinds.size).toBe(18)
    expect([...kinds].filter((kind) => !performed.has(kind))).toEqual([])
    expect(Object.values(accounts).every((count) => count > 0)).toBe(true)
  })
})

it.each([3, 8, 21])('seed %d twice is one run', async (seed) => {
  const [first, second] = [await play(scheduleOf(seed)), await play(scheduleOf(seed))]
  expect(first.hash).toBe(second.hash)
  expect(first.account).toEqual(second.account)
})

it('another seed is another run', async () => {
  expect((await play(scheduleOf(3))).hash).not.toBe((await play(scheduleOf(4))).hash)
})
