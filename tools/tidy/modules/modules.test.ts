import { describe, expect, it } from 'vitest'
import { tryOn } from '../base/rule.ts'
import { builtins, portsAreTypes } from './builtins.ts'
import { contracts } from './contracts.ts'
import { deadFiles } from './dead-files.ts'
import { doors } from './doors.ts'

const core = 'packages/core/src'
const logDoor = { [`${core}/log/index.ts`]: '', [`${core}/log/merge.ts`]: '' }
const stateDoor = { [`${core}/state/index.ts`]: '' }

describe('doors', () => {
  it('fires on entering a folder by another file, tests included', () => {
    const text = "import { a } from '../log/merge.ts'"
    const files = { ...logDoor, ...stateDoor }
    const found = [`1 enters ${core}/log by ../log/merge.ts: use its index.ts`]
    for (const name of ['fold.ts', 'fold.test.ts']) {
      const path = `${core}/state/${name}`
      expect(tryOn(doors, { ...files, [path]: text })).toEqual(found.map((its) => `${path}:${its}`))
    }
  })
  it('fires on types and re-exports too', () => {
    const text = "export type { A } from '../log/merge.ts'"
    expect(tryOn(doors, { ...logDoor, ...stateDoor, [`${core}/state/a.ts`]: text })).toHaveLength(1)
  })
  it('fires on importing one’s own door', () => {
    const path = `${core}/log/order.ts`
    expect(tryOn(doors, { ...logDoor, [path]: "import { a } from './index.ts'" })).toEqual([
      `${path}:1 imports the door of its own folder (./index.ts): import the sibling`,
    ])
  })
  it('fires on a folder of core without a door', () => {
    expect(tryOn(doors, { [`${core}/log/merge.ts`]: '' })).toHaveLength(1)
  })
  it('accepts doors from outside and siblings inside', () => {
    const good = {
      [`${core}/state/a.ts`]: "import { a } from '../log/index.ts'",
      [`${core}/log/order.ts`]: "import { a } from './merge.ts'",
      [`${core}/log/order.test.ts`]: "import { a } from './index.ts'",
      [`${core}/index.ts`]: "export { a } from './log/index.ts'",
    }
    expect(tryOn(doors, { ...logDoor, ...stateDoor, ...good })).toEqual([])
  })
})

describe('dead-files', () => {
  const door = { [`${core}/index.ts`]: "export { a } from './log/index.ts'" }
  it('fires on a file, and on a ring of files, that nothing reaches', () => {
    const ring = {
      [`${core}/log/a.ts`]: "import './b.ts'",
      [`${core}/log/b.ts`]: "import './a.ts'",
    }
    const found = tryOn(deadFiles, { ...door, [`${core}/log/index.ts`]: '', ...ring })
    expect(found.map((each) => each.split(':')[0])).toEqual(Object.keys(ring))
  })
  it('fires on a sample that no test uses', () => {
    const sample = `${core}/log/entries.fixture.ts`
    expect(tryOn(deadFiles, { [sample]: '' })).toHaveLength(1)
    const user = { [`${core}/log/a.test.ts`]: "import './entries.fixture.ts'" }
    expect(tryOn(deadFiles, { [sample]: '', ...user })).toEqual([])
  })
  it('accepts what a door, a command, a worker or a test reaches', () => {
    const good = {
      ...door,
      [`${core}/log/index.ts`]: "export * from './merge.ts'",
      [`${core}/log/merge.ts`]: "import type { A } from './order.ts'",
      [`${core}/log/order.ts`]: "const w = new URL('./worker.ts', import.meta.url)",
      [`${core}/log/worker.ts`]: '',
      [`${core}/log/merge.test.ts`]: "import { b } from './sample.ts'",
      [`${core}/log/sample.ts`]: '',
      'packages/cli/package.json': '{ "bin": { "quorate": "dist/bin.js" } }',
      'packages/cli/src/bin.ts': "await import('./demo.ts')",
      'packages/cli/src/demo.ts': '',
    }
    expect(tryOn(deadFiles, good)).toEqual([])
  })
})

describe('builtins and ports', () => {
  it('fires on a Node module outside platform/', () => {
    const text = "import { randomBytes } from 'node:crypto'"
    const files = { [`${core}/member/a.ts`]: text, [`${core}/platform/a.ts`]: text }
    expect(tryOn(builtins, files)).toEqual([
      `${core}/member/a.ts:1 node:crypto: only platform/ knows Node; ask for a port`,
    ])
  })
  it('fires on rxjs as a value in ports/', () => {
    const path = `${core}/ports/clock.ts`
    expect(tryOn(portsAreTypes, { [path]: "import { Subject } from 'rxjs'" })).toHaveLength(1)
    expect(tryOn(portsAreTypes, { [path]: "import type { Observable } from 'rxjs'" })).toEqual([])
  })
})

describe('contracts', () => {
  const adapter = 'packages/transport-x/src'
  const suite = "import { transportContract } from '@quorate/conformance'\ntransportContract"
  it.each([
    'export class X implements Transport { }',
    'export const x = (): Transport => ({})',
    'export function x(): Transport { return {} }',
    'class World { transport(): Transport { return {} } }',
  ])('fires on %s without a run of the suite', (text) => {
    const other = { 'packages/other/src/x.test.ts': suite, [`${adapter}/x.test.ts`]: '' }
    expect(tryOn(contracts, { [`${adapter}/x.ts`]: text, ...other })).toEqual([
      `${adapter}/x.ts:1 implements Transport: no test of its package runs transportContract`,
    ])
  })
  it('holds a LogStore to its own suite', () => {
    const files = { [`${adapter}/x.ts`]: 'class X implements LogStore {}' }
    expect(tryOn(contracts, { ...files, [`${adapter}/x.test.ts`]: suite })).toHaveLength(1)
  })
  it('accepts an adapter that runs it, and a port that is only named', () => {
    const files = {
      [`${adapter}/x.ts`]: 'export class X implements Transport { }',
      [`${adapter}/x.test.ts`]: suite,
      'packages/conformance/src/a.ts': 'export interface Harness { open(): Transport }',
    }
    expect(tryOn(contracts, files)).toEqual([])
  })
})
