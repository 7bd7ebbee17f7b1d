import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMember, type LogEntry, type Member } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { createWorld, type World } from '@quorate/transport-memory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CommandProcess } from './command.fixture.ts'

const secret = 'only members know'

describe('quorate log --follow', { timeout: 60_000 }, () => {
  let home = ''
  let world: World
  const processes: CommandProcess[] = []
  const members: Member[] = []
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'quorate-follow-'))
    world = createWorld({ seed: 1 })
  })
  afterEach(async () => {
    for (const each of processes.splice(0)) each.signal('SIGKILL')
    for (const member of members.splice(0)) await member.stop()
    rmSync(home, { recursive: true })
  })

  /** The network's time is virtual, that of the disk is not: one goes on while the other does. */
  const until = (condition: () => boolean): Promise<void> =>
    vi.waitFor(
      () => {
        world.run(10)
        if (!condition()) throw new Error('not yet')
      },
      { timeout: 20_000, interval: 1 },
    )

  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    let isOver = false
    const over = promise.finally(() => (isOver = true))
    await until(() => isOver)
    return over
  }

  const started = async (name: string): Promise<Member> => {
    const log = fileLog(join(home, name), { segmentBytes: 20_000 })
    const member = await createMember({ ...world.env(name), secret, log })
    members.push(member)
    return member
  }

  const following = (...args: readonly string[]): CommandProcess => {
    const child = new CommandProcess(['log', ...args, '--follow'])
    processes.push(child)
    return child
  }

  const idsOf = (entries: readonly LogEntry[]): readonly string[] =>
    entries.map(({ stream, seq }) => `${stream}.${seq}`)

  const saidBy = ({ lines }: CommandProcess): readonly string[] =>
    lines.map((line) => {
      const { stream, seq } = JSON.parse(line) as LogEntry
      return `${stream}.${seq}`
    })

  it('shows what is there and what comes, each once, over segments and a new log', async () => {
    const ann = await started('ann')
    for (let i = 0; i < 3; i++) await settled(ann.put('k', `${i} ${'x'.repeat(3000)}`))
    const child = following(join(home, 'ann'), '--json')
    await child.hasSaid(4)
    for (let i = 3; i < 9; i++) await settled(ann.put('k', `${i} ${'x'.repeat(3000)}`))
    const own = idsOf(ann.log())
    await child.hasSaid(own.length)
    expect(saidBy(child)).toEqual(own)

    const ben = await started('ben')
    await settled(ben.put('colour', 'red'))
    await settled(ann.join('ben'))
    await settled(ann.put('colour', 'green'))
    await until(() => ben.get('colour') === 'green')
    const joined = idsOf(ann.log())
    await child.hasSaid(own.length + joined.length)
    expect(saidBy(child).slice(own.length).toSorted()).toEqual(joined.toSorted())
    expect(child.errors).toMatch(/^log-000002 begins: store [0-9a-f]{32}, cluster [0-9a-f]{32}\n$/)
    child.signal('SIGINT')
    expect(await child.exited).toBe(0)
    expect(child.lines.length).toBe(own.length + joined.length)
  })

  it('goes on when the member is started again, and says what is late', async () => {
    const ann = await started('ann')
    const ben = await started('ben')
    await settled(ben.join('ann'))
    const child = following(join(home, 'ann'))
    await child.hasSaid(2)
    world.cut(['ann'], ['ben'])
    await settled(ben.put('colour', 'red'))
    await settled(ann.put('colour', 'green'))
    world.heal()
    await until(() => ann.version().hash === ben.version().hash)
    await child.hasSaid(4)
    expect(child.lines[2]).toMatch(/ ann {6}put colour = "green" [0-9a-f]{8} 2$/)
    expect(child.lines[3]).toMatch(/ ben {6}put colour = "red" [0-9a-f]{8} 0 late$/)
    await ann.stop()
    world = createWorld({ seed: 2, epochMs: Date.UTC(2030, 0) })
    const again = await started('ann')
    await settled(again.put('shape', 'round'))
    await child.hasSaid(6)
    expect(child.lines[4]).toMatch(/ ann {6}was started again [0-9a-f]{8} 0$/)
    child.signal('SIGTERM')
    expect(await child.exited).toBe(0)
    expect(child.errors).toBe('')
  })

  it('waits for a log that is not there yet', async () => {
    mkdirSync(join(home, 'ann'))
    const child = following(join(home, 'ann'))
    await started('ann')
    await child.hasSaid(1)
    expect(child.lines[0]).toContain(' founded the cluster at ann')
    child.signal('SIGINT')
    expect(await child.exited).toBe(0)
  })

  it('ends when nobody reads it any more', async () => {
    const ann = await started('ann')
    const child = following(join(home, 'ann'))
    await child.hasSaid(1)
    child.closeOutput()
    await settled(ann.put('k', 1))
    expect(await child.exited).toBe(0)
  })

  it('waits for who does not read, but not when it is asked to end', async () => {
    const ann = await started('ann')
    for (let i = 0; i < 40; i++) await settled(ann.put('k', 'x'.repeat(60_000)))
    const folder = join(home, 'ann')
    const child = new CommandProcess(['log', folder, '--json', '--follow'], { isIdle: true })
    processes.push(child)
    let isOver = false
    const exited = child.exited.finally(() => (isOver = true))
    await child.hasBegun()
    expect(isOver).toBe(false)
    child.signal('SIGINT')
    expect(await exited).toBe(0)
  })

  it('says what it cannot read', async () => {
    const child = following(join(home, 'nothing'))
    expect(await child.exited).toBe(1)
    expect(child.errors).toContain('cannot read')
  })
})

describe('quorate log of a running member', () => {
  it('shows, verifies and explains what it has logged', { timeout: 60_000 }, async () => {
    const home = mkdtempSync(join(tmpdir(), 'quorate-running-'))
    const world = createWorld({ seed: 1 })
    const log = fileLog(join(home, 'ann'))
    const ann = await createMember({ ...world.env('ann'), secret, log })
    await ann.put('colour', 'green')
    const run = async (...args: readonly string[]): Promise<readonly string[]> => {
      const child = new CommandProcess(['log', ...args])
      expect([await child.exited, child.errors]).toEqual([0, ''])
      return child.lines
    }
    const folder = join(home, 'ann')
    expect((await run(folder)).length).toBe(2)
    expect((await run('verify', folder)).at(-1)).toBe(
      '2 entries in 1 stream: every checksum, hash chain and clock holds',
    )
    expect((await run('explain', folder, 'colour'))[0]).toBe('colour is "green"')
    expect((await run('explain', folder, '--member', 'ann'))[0]).toBe('ann is a member')
    await ann.stop()
    rmSync(home, { recursive: true })
  })
})
