import { describe, expect, it } from 'vitest'
import { MemoryStage, playInMemory } from './memory/index.ts'
import { memoryDemo } from './memory-demo.ts'
import type { Screen } from './telling/index.ts'

interface Recorded {
  readonly screen: Screen
  readonly lines: string[]
}

function recorder(colours = false): Recorded {
  const lines: string[] = []
  return { lines, screen: { colours, write: (line) => void lines.push(line) } }
}

async function run({ seed = 1, members = 5 } = {}): Promise<{ code: number; text: string }> {
  const { lines, screen } = recorder()
  const code = await memoryDemo({ seed, members, realTime: false, nats: false }, screen)
  return { code, text: lines.join('\n') }
}

const escape = '\u001B'
const colour = new RegExp(`${escape}\\[\\d+m`, 'g')

describe('the demo in one process', () => {
  it('ends with all members in agreement, and says so', async () => {
    const { code, text } = await run()
    expect(code).toBe(0)
    expect(text).toContain('All 6 members agree: same state, same roster.')
    expect(text).toContain('Seed 1.')
    const hashes = [...text.matchAll(/^[a-f] +operational .* ([0-9a-f]{16})$/gm)].map(([, h]) => h)
    expect(hashes).toHaveLength(6)
    expect(new Set(hashes).size).toBe(1)
  })

  it('shows every part of the story', async () => {
    const { text } = await run()
    for (const part of [
      'e            < reads greeting: "hello"',
      'a            < gets "QUORATE"',
      'a            < gets an error: Member error (no luck today)',
      'network      > is cut: a b c | d e',
      'a b c          d e are down (logged by a)',
      'a b c          e is ejected (logged by a)',
      'f is a member',
      'replays its log: ',
      'a              its colour = "green" lost to "red"',
      'e              its put has no effect: it was ejected before',
      'e              ejected',
      'a b c d f      operational',
      'e              operational',
    ])
      expect(text).toContain(part)
  })

  it('writes plain lines where no colours are wanted, and the same with them', async () => {
    const { text } = await run()
    expect(text).not.toContain(escape)
    const { lines, screen } = recorder(true)
    await memoryDemo({ seed: 1, members: 5, realTime: false, nats: false }, screen)
    const coloured = lines.join('\n')
    expect(coloured).toContain(escape)
    expect(coloured.replaceAll(colour, '').replaceAll(/ +$/gm, '')).toBe(text)
  })

  it('is the same again from the same seed, and another from another', async () => {
    const first = await run({ seed: 7 })
    expect(await run({ seed: 7 })).toEqual(first)
    expect((await run({ seed: 8 })).text).not.toBe(first.text)
  })

  it('is the same at the pace of a real clock', async () => {
    const times: number[] = []
    const paces = [undefined, async (ms: number): Promise<void> => void times.push(ms)]
    const texts = await Promise.all(
      paces.map(async (keepUp) => {
        const { lines, screen } = recorder()
        await playInMemory(new MemoryStage({ seed: 3, screen, keepUp }), ['a', 'b', 'c', 'd'], 'e')
        return lines.join('\n')
      }),
    )
    expect(texts[1]).toBe(texts[0])
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.length).toBeGreaterThan(1000)
  })

  it.each([4, 6, 20])('agrees with %i members', async (members) => {
    const { code, text } = await run({ members })
    expect(code).toBe(0)
    expect(text).toContain(`All ${members + 1} members agree`)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110)
  })
})
