import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMember } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { createWorld } from '@quorate/transport-memory'
import { lastValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Wrote } from './told.ts'
import { Witness } from './witness.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quorate-witness-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** The writes of a member that wrote them to a log and stopped; its chance is always the same. */
async function written(folder: string, values: readonly string[]): Promise<readonly Wrote[]> {
  const { transport, entropy, clock } = createWorld({ seed: 1 }).env('a')
  const ports = { transport, entropy, clock, log: fileLog(join(root, folder)) }
  const member = await createMember({ name: 'a', secret: 'secret of a witness', ...ports })
  const wrote: Wrote[] = []
  for (const value of values)
    wrote.push({ kind: 'wrote', id: await member.put('k', value), key: 'k', value })
  await member.stop()
  return wrote
}

const done = (operation: Parameters<typeof lastValueFrom>[0]): Promise<unknown> =>
  lastValueFrom(operation, { defaultValue: undefined })

/** A log with some of what another holds. */
async function copied(from: string, to: string, entries: (all: readonly Uint8Array[]) => unknown) {
  const source = fileLog(join(root, from))
  const { identity, entries: all } = await lastValueFrom(source.open())
  await done(source.close())
  const copy = fileLog(join(root, to))
  await done(copy.open())
  if (identity !== undefined) await done(copy.start(identity))
  await done(copy.append(entries(all) as readonly Uint8Array[]))
  await done(copy.close())
}

const foundBy = ({ lost, reused, troubles }: Witness) => ({
  lost: lost.size,
  reused: reused.size,
  troubles: [...troubles],
})
const nothing = { lost: 0, reused: 0, troubles: [] }

describe('the witness', () => {
  it('finds nothing wrong with logs that hold what was acknowledged', async () => {
    const witness = new Witness()
    witness.heard('a', await written('a', ['1', '2']))
    await copied('a', 'b', (all) => all)
    await witness.looksAt('a', join(root, 'a'))
    await witness.concludes(new Map(['a', 'b'].map((name) => [name, join(root, name)])))
    expect(foundBy(witness)).toEqual(nothing)
    expect(witness.acknowledged).toBe(2)
  })

  it('finds a write that its own log lacks, or has otherwise', async () => {
    const [first, second] = await written('a', ['1', '2'])
    const witness = new Witness()
    const missing = { stream: first?.id.stream ?? expect.fail(), seq: 99 }
    witness.heard('a', [{ kind: 'wrote', id: missing, key: 'k', value: '1' }])
    witness.heard('a', second === undefined ? [] : [{ ...second, value: 'another' }])
    await witness.looksAt('a', join(root, 'a'))
    expect(foundBy(witness)).toMatchObject({ lost: 2 })
  })

  it('finds in the end what another log lacks, and that the two are not the same', async () => {
    const witness = new Witness()
    witness.heard('a', await written('a', ['1', '2']))
    await copied('a', 'b', (all) => all.slice(0, -1))
    await witness.concludes(new Map(['a', 'b'].map((name) => [name, join(root, name)])))
    expect(foundBy(witness)).toMatchObject({
      lost: 1,
      troubles: ['b: 1 entries apart from the first'],
    })
  })

  it('finds an entry that is there twice, cannot be read, or lacks what comes before it', async () => {
    const witness = new Witness()
    await written('a', ['1', '2'])
    await copied('a', 'b', (all) => [...all, ...all.slice(-1), new Uint8Array([1])])
    await copied('a', 'c', (all) => all.slice(1))
    await witness.concludes(new Map([['b', join(root, 'b')]]))
    expect([...witness.troubles]).toEqual([
      expect.stringContaining('b: an entry that cannot be read'),
      'b: 1 entries twice',
    ])
    await witness.concludes(new Map([['c', join(root, 'c')]]))
    expect([...witness.troubles].some((each) => each.includes('is unfit: gap'))).toBe(true)
  })

  it('finds an id that is acknowledged twice', async () => {
    const witness = new Witness()
    const wrote = await written('a', ['1'])
    witness.heard('a', wrote)
    witness.heard('a', wrote)
    expect(foundBy(witness)).toMatchObject({ reused: 1 })
  })

  it('finds an id with two contents, in logs of whomever', async () => {
    const witness = new Witness()
    const [[one], [other]] = [await written('a', ['1']), await written('b', ['2'])]
    expect(one?.id).toEqual(other?.id)
    await witness.looksAt('a', join(root, 'a'))
    await witness.looksAt('b', join(root, 'b'))
    expect(foundBy(witness)).toMatchObject({ reused: 1, troubles: [] })
  })
})
