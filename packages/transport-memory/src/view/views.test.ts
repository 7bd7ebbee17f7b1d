import { createMember } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { columnsOf } from './columns.ts'
import { htmlOf } from './html.ts'
import { RunRecorder } from './recording/index.ts'
import { playScene } from './scene.fixture.ts'
import { shivizOf } from './shiviz.ts'

const failure = { atMs: 115_000, invariant: 'S12', detail: 'a </script> was <lost>' }
const record = await playScene({ failure })

describe('columns', () => {
  const lines = columnsOf(record).split('\n')

  it('have a line for each event of interest, a column for each member', () => {
    expect(lines[0]).toBe(`A scene with everything in it, seed 42, trace ${record.hash}`)
    const head = lines[4] ?? ''
    const crash = lines.find((line) => line.endsWith('  c crash')) ?? ''
    expect(crash.slice(head.indexOf('c  '), head.indexOf('c  ') + 3)).toBe('†  ')
    expect(crash.slice(head.indexOf('a  '), head.indexOf('a  ') + 3)).toMatch(/^[OD] \d/)
    expect(lines.some((line) => line.includes('◆ a late entry: '))).toBe(true)
    expect(lines.some((line) => /D \d+ ~3 x3 /.test(line))).toBe(true)
    expect(lines.at(-2)).toBe('FAILED S12 at 1:55.000: a </script> was <lost>')
  })

  it('tell lost frames when asked, and say how many lines were before the last', () => {
    expect(columnsOf(record)).not.toContain('dropped (partition)')
    expect(columnsOf(record, { lost: true })).toContain('dropped (partition)')
    const last = columnsOf(record, { linesMax: 10 }).split('\n')
    expect(last[5]).toBe(`… ${lines.length - 5 - 3 - 10} lines before these`)
    expect(last.slice(6)).toEqual(lines.slice(-13))
  })
})

describe('the ShiViz log', () => {
  const [expression = '', empty, ...lines] = shivizOf(record, { routine: true }).split('\n')
  const events = [...lines.join('\n').matchAll(new RegExp(expression, 'g'))].map(({ groups }) => ({
    event: groups?.['event'] ?? '',
    host: groups?.['host'] ?? '',
    clock: JSON.parse(groups?.['clock'] ?? '{}') as Record<string, number>,
  }))

  it('is read by the expression it begins with, every line of it', () => {
    expect(empty).toBe('')
    expect(events).toHaveLength((lines.length - 1) / 2)
    expect(new Set(events.map(({ host }) => host))).toEqual(new Set(['a', 'b', 'c', 'd', 'e']))
  })

  it('counts one more at each event of a host, and never forgets what it knew', () => {
    const known = new Map<string, Record<string, number>>()
    for (const { host, clock } of events) {
      const before = known.get(host) ?? {}
      expect(clock[host]).toBe((before[host] ?? 0) + 1)
      for (const [other, count] of Object.entries(before))
        expect(clock[other]).toBeGreaterThanOrEqual(count)
      known.set(host, clock)
    }
  })

  it('brings along what the sender knew when it sent', () => {
    const sending = events.findIndex(({ event }) => event.endsWith('join-request to a'))
    const arrival = events.findIndex(({ event }) => event.endsWith('join-request from b'))
    expect(arrival).toBeGreaterThan(sending)
    for (const [host, count] of Object.entries(events[sending]?.clock ?? { nobody: 1 }))
      expect(events[arrival]?.clock[host]).toBeGreaterThanOrEqual(count)
    expect(shivizOf(record)).not.toContain(' ms ack from ')
  })
})

describe('a recorded run', () => {
  it('becomes a page, columns and a ShiViz log', async () => {
    // #region see
    const recorder = new RunRecorder({ title: 'two members', seed: 7, now: () => world.now })
    const world: World = createWorld({ seed: 7, onTrace: recorder.trace })
    for (const name of ['a', 'b']) {
      const member = await world.settle(
        createMember({ secret: 'of the example', ...world.env(name) }),
      )
      recorder.follow(name, member) // once for each life of a member
      if (name !== 'a') await world.settle(member.join('a'))
    }
    await world.advance(10_000)

    const run = recorder.record({ endMs: world.now, hash: world.hash })
    const page = htmlOf(run) // one file: write it, open it
    const lines = columnsOf(run) // for the terminal
    const log = shivizOf(run) // for bestchai.bitbucket.io/shiviz
    // #endregion see
    expect(page).toContain('two members')
    expect(lines).toContain('b operational')
    expect(log).toContain('join-request from b')
    expect(run.leftOut.frames).toBe(0)
  })
})

describe('the HTML', () => {
  const html = htmlOf(record)

  it('is one file that asks for no other', () => {
    expect(html).not.toMatch(/\b(?:src|href)=/)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toContain('{{')
    expect(html.length).toBeLessThan(400_000)
  })

  it('holds the record, which no text of the run can end', () => {
    const json = /<script type="application\/json" id="record">(.*?)<\/script>/s.exec(html)?.[1]
    expect(JSON.parse(json ?? '')).toEqual(record)
  })
})
