import {
  campaignTitle,
  libraryScenario,
  type PlanShape,
  type Responder,
  shapeOf,
  simulate,
  type Simulation,
  type SimulationReport,
} from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { tight } from './tight.fixture.ts'

/** All that users of the library do, under every fault there is. By hand: `quorate sim --runs`. */
const library = (more: More): Simulation<Responder> => ({
  ...libraryScenario(),
  members: 'any',
  run: '2m',
  ...more,
})

type More = Pick<Simulation<Responder>, 'seeds' | 'settings' | 'pctDepth'>

const inForMs = 600_000

describe('the library alone', () => {
  const reports: SimulationReport[] = []
  const simulated = async (title: string, more: More): Promise<void> => {
    reports.push(await simulate(title, library(more)))
  }

  it('holds whatever breaks', () => simulated(campaignTitle, { seeds: 300 }), inForMs)

  it(
    'holds with a few entries at a time',
    () => simulated('a few entries at a time', { seeds: 60, settings: tight }),
    inForMs,
  )

  it(
    'holds when frames go by priorities',
    () => simulated('frames by priority', { seeds: 60, pctDepth: 3 }),
    inForMs,
  )

  it('every kind of fault and of use was carried out', () => {
    const performed = new Set(reports.flatMap((report) => [...report.performed.keys()]))
    const families = ['cut', 'clog', 'noise', 'narrow', 'pause', 'slow', 'crash', 'clock', 'disk']
    expect([...performed]).toEqual(expect.arrayContaining(families))
    expect([...performed]).toEqual(expect.arrayContaining([...usesOf(shapeOf(library({})))]))
  })
})

const usesOf = ({ uses }: PlanShape): readonly string[] => uses.map(({ name }) => name)
