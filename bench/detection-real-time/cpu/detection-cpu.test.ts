import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fullEffort, tinyEffort } from '../../figure.ts'
import { detectionCpu, membersScript, restFigures } from './detection-cpu.ts'
import type { RestPlan } from './rest-report.ts'

const rows = ['', '/resident', '/heap', '/memberlist', '/memberlist/resident']
const names = [50, 100, 200].flatMap((size) => rows.map((row) => `detection-cpu/${size}${row}`))

describe('the benchmark of many members in one process', () => {
  it('measures each size once, beside what memberlist takes', async () => {
    const plans: RestPlan[] = []
    const figures = await restFigures((plan) => {
      plans.push(plan)
      return Promise.resolve({
        cpuMs: [1, 2, 4],
        residentKbPerMember: 500,
        heapKbPerMember: 200,
        framesPerMemberSecond: 2,
        loopShare: 0.25,
        gatheredMs: 1,
        accusations: 0,
      })
    }, fullEffort)
    expect(plans.map(({ members }) => members)).toEqual([50, 100, 200])
    for (const { windows, windowMs } of plans) expect(windows * windowMs).toBeGreaterThan(20_000)
    expect(figures.map(({ name }) => name)).toEqual(names)
    expect(figures[0]).toMatchObject({ value: 2, min: 1, max: 4, unit: 'ms/s', target: undefined })
    expect(figures[0]?.note).toContain(
      '50 in one process, 5 x 5000 ms; 2.0 frames/s each, event loop busy 25 %',
    )
  })

  // The process runs what was built; `npm test` builds first.
  it.runIf(existsSync(membersScript))('measures real members', async () => {
    const figures = await detectionCpu.run(tinyEffort)
    expect(figures.map(({ name }) => name)).toEqual(names)
    const rates = figures.filter(({ unit }) => unit === 'ms/s')
    for (const { value } of rates) expect(value).toBeGreaterThan(0)
  })
})
