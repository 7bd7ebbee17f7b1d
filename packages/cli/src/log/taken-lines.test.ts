import { describe, expect, it } from 'vitest'
import { writeTaken } from './taken-lines.ts'

/** A reader who takes what was written only when told to. */
class SlowReader {
  readonly written: string[] = []
  #take: (() => void) | undefined

  get output() {
    return {
      write: (line: string): void => void this.written.push(line),
      colours: false,
      whenTaken: (): Promise<void> =>
        new Promise((resolve) => {
          this.#take = resolve
        }),
    }
  }

  /** Takes all there is; what was waiting for that goes on before this resolves. */
  async take(): Promise<void> {
    this.#take?.()
    await Promise.resolve()
    await Promise.resolve()
  }
}

const lines = Array.from({ length: 1_000 }, (_, i) => String(i))

describe('lines for a slow reader', () => {
  it('are written a few at a time, and all when it has taken them', async () => {
    const reader = new SlowReader()
    const written = writeTaken(reader.output, lines)
    const ahead: number[] = [reader.written.length]
    for (let i = 0; i < 3; i++) {
      await reader.take()
      ahead.push(reader.written.length)
    }
    expect(ahead).toEqual([256, 512, 768, 1_000])
    await reader.take()
    await written
    expect(reader.written).toEqual(lines)
  })

  it('are not written on at the end, nor is the reader waited for', async () => {
    const reader = new SlowReader()
    const end = new AbortController()
    const written = writeTaken(reader.output, lines, end.signal)
    end.abort()
    await written
    expect(reader.written.length).toBe(256)
    await writeTaken(reader.output, lines, end.signal)
    expect(reader.written.length).toBe(256)
  })

  it('are written at once where nobody has to be waited for', async () => {
    const written: string[] = []
    await writeTaken({ write: (line) => void written.push(line), colours: false }, lines)
    expect(written).toEqual(lines)
  })
})
