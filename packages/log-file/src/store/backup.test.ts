import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fs, Member, StoreId } from '@quorate/core'
import { createMember, decodeEntry, equalBytes, nodeCrypto, unfitEntries } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { MemberEnv, World } from '@quorate/transport-memory'
import { lastValueFrom } from 'rxjs'
import { afterAll, describe, expect, it } from 'vitest'
import { backupLog, fileLog, readLog, restoreLog } from '../file-log.ts'
import { answerOf, endOf } from './answers.fixture.ts'

const secret = 'only members know'
const segmentBytes = 14_000

const started = (world: World, env: MemberEnv, place: Fs): Promise<Member> =>
  world.settle(createMember({ ...env, secret, log: fileLog(place, { segmentBytes }) }))

/** A place of its own, on another machine. */
const placeIn = (world: World, name: string): Fs => world.env(name).fs

/** Members of these names in one cluster, each with its log in files; each wrote something. */
async function formed(names: readonly string[]) {
  const world = createWorld({ seed: 1 })
  const members = new Map<string, Member>()
  const places = new Map<string, Fs>()
  for (const name of names) {
    const env = world.env(name)
    const member = await started(world, env, env.fs)
    members.set(name, member)
    places.set(name, env.fs)
    const [first = name] = names
    if (name !== first) await world.settle(member.join(first))
    for (let i = 0; i < 5; i++) await world.settle(member.put(`${name} ${i}`, 'x'.repeat(500)))
  }
  await world.advance(3_000)
  const memberNamed = (name: string): Member => members.get(name) as Member
  const fsOf = (name: string): Fs => places.get(name) as Fs
  return { world, memberNamed, fsOf }
}

const storeIn = (fs: Fs): StoreId | undefined => answerOf(readLog(fs)).identity?.store
const keysOf = (member: Member): readonly string[] =>
  member.log().flatMap(({ event }) => ('key' in event ? [event.key] : []))

describe('a backup', () => {
  it('of a running member holds what its log held, as often as one likes', async () => {
    const { world, memberNamed, fsOf } = await formed(['a', 'b'])
    const fs = fsOf('a')
    for (let i = 0; i < 4; i++) {
      const target = placeIn(world, `backup-${i}`)
      const { entries, of } = answerOf(backupLog(fs, target))
      const { entries: copied, folder } = answerOf(readLog(target))
      const { entries: original, identity } = answerOf(readLog(fs))
      expect([copied.length, folder, of]).toEqual([entries, 'backup', identity])
      expect(copied.every((bytes, n) => equalBytes(bytes, original[n] ?? bytes))).toBe(true)
      expect(entries).toBe(memberNamed('a').log().length)
      await world.settle(memberNamed('a').put(`later ${i}`, i))
    }
  })

  it('is no log, and not written over', async () => {
    const { world, fsOf } = await formed(['a'])
    const target = placeIn(world, 'backup')
    answerOf(backupLog(fsOf('a'), target))
    expect(endOf(fileLog(target).open()).error).toMatchObject({ code: 'wrong-kind' })
    expect(endOf(backupLog(fsOf('a'), target)).error).toMatchObject({ code: 'exists' })
    expect(endOf(restoreLog(target, target)).error).toMatchObject({ code: 'exists' })
    expect(endOf(backupLog(fsOf('a'), fsOf('a'))).error).toMatchObject({
      code: 'locked',
    })
  })

  it.each(['backupLog', 'restoreLog'] as const)('%s: there must be a log', (operation) => {
    const world = createWorld({ seed: 1 })
    const places = [placeIn(world, 'a'), placeIn(world, 'b')] as const
    const work = operation === 'backupLog' ? backupLog(...places) : restoreLog(...places)
    const { error } = endOf<unknown>(work)
    expect(error).toMatchObject({ code: 'not-found' })
  })
})

describe('a log made of a backup', () => {
  it('is a new store’s, in the place of the old one, and everything in it holds', async () => {
    const { world, fsOf } = await formed(['a', 'b'])
    const target = placeIn(world, 'backup')
    const { of } = answerOf(backupLog(fsOf('b'), target))
    const stores = new Set<StoreId | undefined>([of.store])
    for (let i = 0; i < 3; i++) {
      const place = placeIn(world, `restored-${i}`)
      const restored = answerOf(restoreLog(target, place))
      expect([restored.was, restored.setAside]).toEqual([of.store, undefined])
      stores.add(storeIn(place))
      const crypto = nodeCrypto()
      const decoded = answerOf(readLog(place)).entries.map((bytes) =>
        decodeEntry(bytes, (data) => crypto.hash(data)),
      )
      const entries = decoded.flatMap((each) => (each.ok ? [each.entry] : []))
      expect([entries.length, unfitEntries(entries)]).toEqual([decoded.length, []])
    }
    expect(stores.size).toBe(4)
  })

  it('goes on alone, with all state, where nobody else is left', async () => {
    const { world, memberNamed, fsOf } = await formed(['a', 'b'])
    const info = { role: 'db' }
    await world.settle(memberNamed('b').setMemberInfo(info))
    const target = placeIn(world, 'backup')
    answerOf(backupLog(fsOf('b'), target))
    const before = memberNamed('b').stateInfo()
    for (const name of ['a', 'b']) world.crash(name, { lose: 'all' })
    const place = world.restart('b')
    answerOf(restoreLog(target, place.fs, place))
    const again = await started(world, place, place.fs)
    for (const key of keysOf(again)) expect(again.get(key)).toEqual(before[key])
    expect(again.members()).toEqual(before.members)
    expect(again.memberInfo()).toEqual({ a: {}, b: info })
    await world.settle(again.put('alone', 1))
    await world.settle(again.eject('a'))
    expect(again.state).toEqual({ state: 'operational', reasons: [] })
  })

  it('comes back to the others, and brings what only it had', async () => {
    const { world, memberNamed, fsOf } = await formed(['a', 'b', 'c'])
    const heal = world.cut(['b'], ['a', 'c'])
    await world.settle(memberNamed('b').put('only in the backup', 1))
    const target = placeIn(world, 'backup')
    answerOf(backupLog(fsOf('b'), target))
    world.crash('b', { lose: 'all' })
    heal()
    await world.settle(memberNamed('a').put('since', 1))
    const env = world.restart('b')
    answerOf(restoreLog(target, env.fs, env))
    const again = await started(world, env, env.fs)
    await world.settle(again.put('as the new store', 1))
    await world.advance(20_000)
    for (const member of [memberNamed('a'), memberNamed('c'), again]) {
      for (const key of ['only in the backup', 'since', 'as the new store'])
        expect(member.get(key)).toBe(1)
      expect(member.state.state).toBe('operational')
      expect(member.version().hash).toBe(again.version().hash)
    }
  })

  it('supersedes the member that it is a backup of, if that still runs', async () => {
    const { world, memberNamed, fsOf } = await formed(['a', 'b', 'c'])
    const target = placeIn(world, 'backup')
    answerOf(backupLog(fsOf('b'), target))
    const env = world.env('b2')
    answerOf(restoreLog(target, env.fs, env))
    const again = await started(world, { ...env, name: memberNamed('b').name }, env.fs)
    await world.advance(20_000)
    expect(again.state).toEqual({ state: 'operational', reasons: [] })
    expect(memberNamed('b').state).toEqual({ state: 'ejected', reasons: ['superseded'] })
  })

  it('sets aside what the folder held; that of a member that was out makes none', async () => {
    const { world, memberNamed, fsOf } = await formed(['a', 'b'])
    await world.settle(memberNamed('a').eject('b'))
    await world.advance(5_000)
    const target = placeIn(world, 'backup')
    answerOf(backupLog(fsOf('b'), target))
    const none = endOf(restoreLog(target, placeIn(world, 'none')))
    expect(none.error).toMatchObject({ code: 'invalid' })
    const mine = placeIn(world, 'of-a')
    answerOf(backupLog(fsOf('a'), mine))
    expect(endOf(restoreLog(mine, fsOf('b'))).error).toMatchObject({ code: 'locked' })
    await world.settle(memberNamed('b').stop())
    expect(answerOf(restoreLog(mine, fsOf('b'))).setAside).toBe('log-000002')
    expect(answerOf(fsOf('b').list(''))).toEqual(['log-000001', 'log-000002', 'log-000003'])
  })
})

describe('a crash at every call', () => {
  const backing = (fs: Fs, source: Fs) => endOf(backupLog(source, fs)).isDone
  const restoring = (fs: Fs, source: Fs) => endOf(restoreLog(source, fs)).isDone

  it.each([
    ['of a backup', backing, false],
    ['of a restoring', restoring, false],
    ['of a restoring where a log was', restoring, true],
  ] as const)(
    '%s: it is there whole or not at all, and can be made again',
    async (_, make, has) => {
      const { world, fsOf } = await formed(['a'])
      const source = fsOf('a')
      let crashes = 0
      for (let times = 1; ; times++) {
        const name = `target-${times}`
        const env = world.env(name)
        if (has) answerOf(restoreLog(source, env.fs))
        const before = answerOf(readLog(env.fs))
        const callOff = world.crashAt('fs:*', name, { times, torn: true })
        const isDone = make(env.fs, source)
        callOff()
        if (isDone) break
        crashes++
        const { fs } = world.restart(name)
        const found = answerOf(readLog(fs))
        const isWhole = found.entries.length >= answerOf(readLog(source)).entries.length
        const isBefore =
          found.folder === before.folder && found.entries.length === before.entries.length
        expect([times, isWhole || isBefore, found.damage]).toEqual([times, true, undefined])
        if (found.folder !== 'backup') expect(make(fs, source)).toBe(true)
      }
      expect(crashes).toBeGreaterThan(8)
    },
  )
})

describe('a backup of a folder of this machine', () => {
  const home = mkdtempSync(join(tmpdir(), 'quorate-backup-'))
  afterAll(() => rmSync(home, { recursive: true }))

  it('is made in a folder, and restored into another', async () => {
    const world = createWorld({ seed: 1 })
    const folder = join(home, 'a')
    const env = world.env('a')
    const member = await createMember({ ...env, secret, log: fileLog(folder) })
    await member.put('greeting', 'hello')
    const backup = join(home, 'backups', 'a')
    const elsewhere = join(home, 'restored')
    // #region readme
    const { entries } = await lastValueFrom(backupLog(folder, backup))
    await member.stop()
    await lastValueFrom(restoreLog(backup, elsewhere))
    // #endregion readme
    const log = fileLog(elsewhere)
    const again = await createMember({ ...createWorld({ seed: 2 }).env('a'), secret, log })
    expect(again.log().length).toBe(entries + 2)
    expect(again.get('greeting')).toBe('hello')
    expect(again.state.state).toBe('operational')
    await again.stop()
  })
})
