import { expect, it } from 'vitest'
import { Progress } from './progress.ts'

const at = (runs: number, realMs: number) => ({
  runs,
  of: 20,
  failures: runs > 10 ? 1 : 0,
  virtualMs: runs * 60_000,
  realMs,
})

function told(colours: boolean) {
  const lines: string[] = []
  const progress = new Progress({ write: (line) => void lines.push(line), colours })
  return { progress, lines }
}

it('on a terminal progress is one line, written over', () => {
  const { progress, lines } = told(true)
  progress.tell(at(1, 100))
  progress.tell(at(10, 1000))
  progress.end()
  expect(lines[0]).toBe('[#.......................] 1/20 runs, 10 runs/s, 600 times real time')
  expect(lines[1]).toMatch(/\[1A.*\[#{12}\.{12}\] 10\/20 runs/)
  expect(lines[2]).toMatch(/\[1A.*10\/20 runs, 10 runs\/s, 600 times real time$/)
})

it('elsewhere it is a line every few seconds, and one at the end', () => {
  const { progress, lines } = told(false)
  for (const [runs, realMs] of [
    [1, 100],
    [2, 5100],
    [3, 5200],
    [4, 10_200],
    [20, 10_300],
  ] as const)
    progress.tell(at(runs, realMs))
  progress.end()
  expect(lines.map((line) => line.split(',')[0])).toEqual(['2/20 runs', '4/20 runs', '20/20 runs'])
  expect(lines.at(-1)).toContain('1 failed')
})
