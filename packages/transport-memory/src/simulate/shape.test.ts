import { describe, expect, it } from 'vitest'
import { fault } from '../plan/index.ts'
import { op, type Scenario } from '../scenario/index.ts'
import { shapeOf } from './shape.ts'

describe('the shape of a scenario', () => {
  it('is five members, ten minutes and a swarm, unless it says otherwise', () => {
    expect(shapeOf({})).toEqual({
      members: ['a', 'b', 'c', 'd', 'e'],
      start: 'joined',
      runMs: 600_000,
      faults: fault.swarm(),
      uses: [],
      usesPerMinute: 60,
      pctDepth: 0,
    })
  })

  it('has members by number, by name, or any', () => {
    expect(shapeOf({ members: 2 }).members).toEqual(['a', 'b'])
    expect(shapeOf({ members: ['x', 'y'] }).members).toEqual(['x', 'y'])
    expect(shapeOf({ members: 'any' }).members).toBe('any')
    const many = shapeOf({ members: 30 }).members
    expect([many.length, many[0], many[29]]).toEqual([30, 'm000', 'm029'])
  })

  it('has the operations of the workload, and runs nothing of it', () => {
    const scenario: Scenario = {
      workload: ({ pick }) => [op('put', () => pick.up(), 3), op('look', () => pick.name())],
    }
    expect(shapeOf(scenario).uses).toEqual([
      { name: 'put', weight: 3 },
      { name: 'look', weight: 1 },
    ])
  })

  it.each<readonly [string, Scenario]>([
    ['members must be 1 to 1000', { members: 0 }],
    ['members must be 1 to 1000', { members: 2.5 }],
    ['members must be names', { members: [] }],
    ['members must be names', { members: ['a b'] }],
    ['members must have different names', { members: ['a', 'a'] }],
    ['5x is no duration', { run: '5x' as never }],
    ['opsPerMinute must be 0 or more', { opsPerMinute: -1 }],
    [
      'operation put must have a name and a weight above 0',
      { workload: () => [op('put', () => 1, 0)] },
    ],
    ['must have a name', { workload: () => [op('', () => 1)] }],
    ['different names', { workload: () => [op('x', () => 1), op('x', () => 2)] }],
    ['only when an operation runs', { workload: ({ pick }) => [op(pick.up(), () => 1)] }],
  ])('refuses with "%s" what makes no sense', (message, scenario) => {
    expect(() => shapeOf(scenario)).toThrow(message)
  })
})
