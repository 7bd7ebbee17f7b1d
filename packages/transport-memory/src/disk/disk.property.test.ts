import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FsFile } from '@quorate/core'
import type { CrashOptions } from '../points/index.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { sectorBytes } from './inodes/index.ts'
import { answerOf, contentAt, namesOf } from './asking.fixture.ts'

/** Whole sectors, so that every one of them is of one write. */
const sectorOf = (n: number): Uint8Array => new Uint8Array(sectorBytes).fill(n)

const write = fc.record({
  kind: fc.constant('write' as const),
  sector: fc.nat(5),
  count: fc.integer({ min: 1, max: 3 }),
})
const step = fc.oneof({ weight: 4, arbitrary: write }, fc.constant({ kind: 'sync' as const }))
type Step = { readonly kind: 'sync' } | { kind: 'write'; sector: number; count: number }

const fileIn = (world: World): FsFile => {
  const { fs } = world.env('a')
  const file = answerOf(fs.open('file', 'create'))
  answerOf(fs.syncFolder(''))
  return file
}

interface Written {
  /** What each sector may hold after a crash, the last one being what is seen now. */
  readonly candidates: number[][]
  /** The sectors of each write, by its number. */
  readonly writes: (readonly number[])[]
}

/** Carries the steps out, write n writing the byte n. */
function carriedOut(file: FsFile, steps: readonly Step[]): Written {
  const candidates: number[][] = Array.from({ length: 8 }, () => [0])
  const writes: (readonly number[])[] = [[]]
  for (const each of steps) {
    if (each.kind === 'sync') {
      answerOf(file.sync())
      for (const sector of candidates) sector.splice(0, sector.length - 1)
      continue
    }
    const n = writes.length
    const sectors = Array.from({ length: each.count }, (_, i) => each.sector + i)
    const bytes = new Uint8Array(sectors.length * sectorBytes).fill(n)
    answerOf(file.write(each.sector * sectorBytes, bytes))
    for (const sector of sectors) candidates[sector]?.push(n)
    writes.push(sectors)
  }
  return { candidates, writes }
}

/** What each of eight sectors holds: one number, or the test fails. */
function sectorsOf(world: World): readonly number[] {
  const bytes = contentAt(world.restart('a').fs, 'file')
  return Array.from({ length: 8 }, (_, i) => {
    const part = bytes.slice(i * sectorBytes, (i + 1) * sectorBytes)
    const [n = 0] = part
    expect(part).toEqual(sectorOf(n).slice(0, part.length))
    return n
  })
}

function afterCrash(
  seed: number,
  steps: readonly Step[],
  options: CrashOptions,
): Written & {
  readonly found: readonly number[]
} {
  const world = createWorld({ seed })
  const written = carriedOut(fileIn(world), steps)
  world.crash('a', options)
  return { ...written, found: sectorsOf(world) }
}

const steps = fc.array(step, { maxLength: 12 })

describe('after a power failure', () => {
  it('a sector holds what was synced or something written since; never anything else', () => {
    fc.assert(
      fc.property(fc.nat(), steps, fc.boolean(), (seed, each, torn) => {
        const { found, candidates } = afterCrash(seed, each, { torn })
        for (const [i, n] of found.entries()) expect(candidates[i]).toContain(n)
      }),
    )
  })

  it('a write that is not torn is there on all its sectors, but for those written again since', () => {
    fc.assert(
      fc.property(fc.nat(), steps, (seed, each) => {
        const { found, writes } = afterCrash(seed, each, {})
        for (const [n, sectors] of writes.entries()) {
          const isThere = sectors.some((sector) => found[sector] === n)
          const isGone = sectors.some((sector) => (found[sector] ?? 0) < n)
          expect(isThere && isGone).toBe(false)
        }
      }),
    )
  })

  it('what survives is of the seed, and some seeds tear what others keep or lose', () => {
    const one: readonly Step[] = [{ kind: 'write', sector: 0, count: 3 }]
    const outcome = (seed: number, options: CrashOptions): string =>
      afterCrash(seed, one, options).found.slice(0, 3).join('')
    const outcomes = (options: CrashOptions): ReadonlySet<string> =>
      new Set(Array.from({ length: 60 }, (_, seed) => outcome(seed, options)))
    expect(outcomes({})).toEqual(new Set(['000', '111']))
    expect(outcomes({ torn: true })).toEqual(new Set(['000', '111', '100', '110', '001', '011']))
    expect(outcomes({ lose: 'none', torn: true })).toEqual(new Set(['111']))
    for (let seed = 0; seed < 20; seed++)
      expect(outcome(seed, { torn: true })).toBe(outcome(seed, { torn: true }))
  })

  it('what becomes of one write does not change with another left out', () => {
    const fates = (leftOut: number): readonly string[] => {
      const world = createWorld({ seed: 3 })
      const { fs } = world.env('a')
      for (let i = 0; i < 20; i++) {
        const file = answerOf(fs.open(`file-${i}`, 'create'))
        if (i !== leftOut) answerOf(file.write(0, sectorOf(1)))
      }
      answerOf(fs.syncFolder(''))
      world.crash('a')
      const after = world.restart('a').fs
      return namesOf(after).filter((name) => contentAt(after, name).length > 0)
    }
    const all = fates(-1)
    expect(all.length).toBeGreaterThan(5)
    expect(all.length).toBeLessThan(15)
    for (const leftOut of [0, 7, 19])
      expect(fates(leftOut)).toEqual(all.filter((name) => name !== `file-${leftOut}`))
  })
})

describe('names after a power failure', () => {
  const moves = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('create' as const), name: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('remove' as const), name: fc.constantFrom('a', 'b', 'c') }),
      fc.record({
        kind: fc.constant('rename' as const),
        name: fc.constantFrom('a', 'b', 'c'),
        to: fc.constantFrom('a', 'b', 'c'),
      }),
      fc.record({ kind: fc.constant('sync' as const) }),
    ),
    { maxLength: 12 },
  )

  it('a file is under one name at most, whole, and a name synced last is as it was', () => {
    fc.assert(
      fc.property(fc.nat(), moves, (seed, each) => {
        const world = createWorld({ seed })
        const { fs } = world.env('a')
        const now = new Map<string, number>()
        let durable = new Map<string, number>()
        const touched = new Set<string>()
        for (const [n, move] of each.entries()) {
          if (move.kind === 'sync') {
            answerOf(fs.syncFolder(''))
            durable = new Map(now)
            touched.clear()
            continue
          }
          const held = now.get(move.name)
          if ((held === undefined) !== (move.kind === 'create')) continue
          touched.add(move.name)
          now.delete(move.name)
          if (move.kind === 'create') {
            const file = answerOf(fs.open(move.name, 'create'))
            answerOf(file.write(0, Uint8Array.of(n)))
            answerOf(file.sync())
            now.set(move.name, n)
          } else if (move.kind === 'rename') {
            answerOf(fs.rename(move.name, move.to))
            touched.add(move.to)
            now.set(move.to, held ?? 0)
          } else answerOf(fs.remove(move.name))
        }
        world.crash('a')
        const after = world.restart('a').fs
        const found = new Map(namesOf(after).map((name) => [name, contentAt(after, name)[0]]))
        expect(new Set(found.values()).size).toBe(found.size)
        expect([...found.values()]).not.toContain(undefined)
        for (const name of ['a', 'b', 'c'])
          if (!touched.has(name)) expect(found.get(name)).toBe(durable.get(name))
      }),
    )
  })
})
