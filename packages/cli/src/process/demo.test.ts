/// <reference types="node" />
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtCommand } from './built-command.fixture.ts'
import { eventually } from './process-cluster.fixture.ts'

interface Running {
  readonly child: ChildProcess
  readonly text: () => string
  /** The exit code, once all output has been read. */
  readonly code: Promise<number | null>
}

/** Marks the processes of one test: children inherit it, nobody else has it. */
const markName = 'QUORATE_TEST_MARK'

function demo(mark: string, args: readonly string[], more: object = {}): Running {
  const child = spawn(process.execPath, [builtCommand(), 'demo', ...args], {
    env: { ...process.env, ...more, [markName]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const keep = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = once(child, 'close').then(([status]) => status as number | null)
  return { child, text: () => text, code }
}

/** Members, server and all: whoever inherited the mark. Linux only, as far as one can look. */
function processesOf(mark: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markName}=${mark}`)
    } catch {
      return false
    }
  })
}

const allGone = (mark: string): Promise<void> =>
  eventually('no process is left', () => processesOf(mark).length === 0)

const canLook = process.platform === 'linux'
const mark = (): string => `${process.pid}-${performance.now()}`

describe('quorate demo --nats', () => {
  it('plays the story with processes, all agree, and none is left', {
    timeout: 60_000,
  }, async () => {
    const its = mark()
    const { text, code } = demo(its, ['--nats'])
    const status = await code
    expect(text()).toContain('All 5 members agree: same state, same roster.')
    expect(status).toBe(0)
    for (const part of [
      'c            > is killed (kill -9)',
      'a            < gets an error: Network error',
      'c            < reads greeting: "hello"',
      'd            > is stopped (SIGSTOP)',
      'd            < reads colour: "green"',
      'e              ejected',
    ])
      expect(text()).toContain(part)
    // One line, or two: when the first reporter sees the failure late, the second may log it too.
    const downs = text().matchAll(/^ +[\d.]+  ([a-e ]+?)  .*c is down/gm)
    const told = [...downs].flatMap(([, names = '']) => names.trim().split(' '))
    expect(told.toSorted()).toEqual(['a', 'b', 'd', 'e'])
    if (canLook) expect(processesOf(its)).toEqual([])
  })

  it('leaves no process when it is interrupted', { timeout: 60_000 }, async () => {
    const its = mark()
    const { child, text, code } = demo(its, ['--nats'])
    await eventually('two members run', () => text().includes('a b are members'))
    if (canLook) expect(processesOf(its).length).toBeGreaterThan(3)
    child.kill('SIGINT')
    expect(await code).toBe(1)
    expect(text()).toContain('Interrupted.')
    if (canLook) expect(processesOf(its)).toEqual([])
  })

  it.runIf(canLook)(
    'leaves no process, not even a stopped one, when it is killed',
    { timeout: 60_000 },
    async () => {
      const its = mark()
      const { child, text } = demo(its, ['--nats', '--members', '4'])
      await eventually('a member is stopped', () => text().includes('is stopped (SIGSTOP)'))
      child.kill('SIGKILL')
      await allGone(its)
    },
  )

  it('says how to get nats-server when there is none', async () => {
    const { text, code } = demo(mark(), ['--nats'], { NATS_SERVER_BIN: '/nowhere/nats-server' })
    expect(await code).toBe(2)
    expect(text()).toContain('nats-server was not found')
    expect(text()).toContain('apt-get install nats-server')
  })
})

describe('quorate demo', () => {
  it('ends with 0 and writes plain text when its output is piped', async () => {
    const { text, code } = demo(mark(), [], { CI: '1' })
    expect(await code).toBe(0)
    expect(text()).toContain('All 6 members agree')
    expect(text()).not.toContain('\u001B')
  })
})
