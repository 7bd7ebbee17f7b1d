import { afterEach, describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import { guardAmbient } from './guard.ts'
import { surfaces } from './surfaces.ts'
import { useBy, worldWith } from './uses.fixture.ts'

const uninstalls: (() => void)[] = []
const guard: typeof guardAmbient = (options) => {
  const uninstall = guardAmbient(options)
  uninstalls.push(uninstall)
  return uninstall
}

afterEach(() => {
  for (const uninstall of uninstalls.splice(0)) uninstall()
})

describe('installing', () => {
  const descriptors = (): readonly unknown[] =>
    surfaces.flatMap(({ owner, label, names }) =>
      names.map((name) => [label, name, Object.getOwnPropertyDescriptor(owner, name)]),
    )
  const functions = (): ReadonlyMap<string, unknown> =>
    new Map(
      surfaces.flatMap(({ owner, label = '', names }) =>
        names.map((name) => [`${label}.${name}`, Reflect.get(owner, name) as unknown] as const),
      ),
    )

  it('replaces every function it names, and restores every one exactly', async () => {
    const there = [...functions()].filter(([, each]) => each !== undefined)
    const before = descriptors()
    const imported = await import('node:fs')
    const { readFileSync: original } = imported
    const uninstall = guard()
    const untouched = there.filter(([name, each]) => functions().get(name) === each)
    expect(untouched.map(([name]) => name)).toEqual([])
    expect(imported.readFileSync).not.toBe(original)
    uninstall()
    expect(imported.readFileSync).toBe(original)
    const changed = there.filter(([name, each]) => functions().get(name) !== each)
    expect(changed.map(([name]) => name)).toEqual([])
    expect(descriptors()).toEqual(before)
  })

  it('names only what there is, but for what newer platforms have', () => {
    const absent = [...functions()].filter(([, each]) => typeof each !== 'function')
    const newer = ['.WebSocket', '.EventSource']
    expect(absent.map(([name]) => name).filter((name) => !newer.includes(name))).toEqual([])
    expect(functions().size).toBeGreaterThan(150)
  })

  it('counts who asked: the last to leave restores, and leaving twice is leaving once', () => {
    const { now } = Date
    const told: string[] = []
    const [one, two] = ['one', 'two'].map((who) => guard({ onUse: () => told.push(who) }))
    useBy('a', () => Date.now())
    expect(told).toEqual(['one', 'two'])
    one?.()
    one?.()
    expect(Date.now).not.toBe(now)
    useBy('a', () => Date.now())
    expect(told).toEqual(['one', 'two', 'two'])
    two?.()
    expect(Date.now).toBe(now)
    expect(worldWith('a').as('a', () => Date.now())).toBeGreaterThan(1e12)
  })

  it('is without effect on a run that needs nothing ambient', () => {
    const hashOf = (): string => {
      const world = createWorld({ seed: 1 })
      const env = world.env('a')
      env.setInterval(() => env.random('x'), 10)
      world.run(1_000)
      return world.hash
    }
    const before = hashOf()
    guard()
    expect(hashOf()).toBe(before)
  })
})
