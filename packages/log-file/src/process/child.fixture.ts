/**
 * A process of its own that writes to a log, or only holds it, until it is killed. It runs what was
 * built: a child needs JavaScript, and an old build would test another program.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../../', import.meta.url))

/** What a child does: told by its folder and by how many writers it has. */
const program = `
  import { fileLog } from '@quorate/log-file'
  import { lastValueFrom } from 'rxjs'
  const [folder, writers] = process.argv.slice(1)
  const done = (operation) => lastValueFrom(operation, { defaultValue: undefined })
  const log = fileLog(folder, { segmentBytes: 40_000 })
  const { identity, entries } = await lastValueFrom(log.open())
  if (!identity) await done(log.start({ store: '1'.repeat(32), cluster: '2'.repeat(32) }))
  console.log('open ' + entries.length)
  let next = entries.length
  const write = async () => {
    for (;;) {
      const n = next++
      await done(log.append([new TextEncoder().encode(n + ' ' + 'x'.repeat(n % 300))]))
      console.log('told ' + n)
    }
  }
  for (let i = 0; i < Number(writers); i++) void write()
  setInterval(() => {}, 1_000)
`

/** The n-th entry that children write. */
export const childEntry = (n: number): string => `${n} ${'x'.repeat(n % 300)}`

export class Child {
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(folder: string, writers: number) {
    demandBuild()
    const args = ['--input-type=module', '--eval', program, folder, String(writers)]
    this.#process = spawn(process.execPath, args, {
      cwd: home,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const input = this.#process.stdout
    if (input === null) throw new Error('a child without output')
    this.#lines = createInterface({ input })[Symbol.asyncIterator]()
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** The next line it says; undefined when it has ended. */
  async line(): Promise<string | undefined> {
    const { done, value } = await this.#lines.next()
    return done === true ? undefined : value
  }

  /** As `kill -9`; what it had said before is still to be read. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }
}

/** @throws Error saying what to run, if what was built is missing or older than its sources. */
function demandBuild(): void {
  const stamp = join(home, 'tsconfig.tsbuildinfo')
  const sources = readdirSync(join(home, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(path))
    .map((path) => statSync(join(home, 'src', path)).mtimeMs)
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(...sources)) return
  throw new Error('log-file is not built: run npm run build first (npm test does)')
}
