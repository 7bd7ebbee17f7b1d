/** Runs a command of `quorate` and hears what it says. */
import { Readable } from 'node:stream'
import { quorate } from '../quorate.ts'

export interface Said {
  readonly code: number
  readonly said: readonly string[]
  readonly complaints: string
}

/** With no environment, input or colours, at the beginning of time. */
export async function saying(command: string, args: readonly string[]): Promise<Said> {
  const said: string[] = []
  const complaints: string[] = []
  const code = await quorate([command, ...args], {
    environment: {},
    input: Readable.from([]),
    output: { write: (line) => void said.push(line), colours: false },
    errors: { write: (line) => void complaints.push(line), colours: false },
    now: () => 0,
    whenAskedToEnd: () => undefined,
  })
  return { code, said, complaints: complaints.join('\n') }
}
