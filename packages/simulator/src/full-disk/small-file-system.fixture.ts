/**
 * A member in a process of its own, its log on a real file system of 2 MiB that is mounted for that
 * process alone: it is gone with it, however it ends. It runs what was built. Needs Linux, and root
 * or user namespaces.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../../', import.meta.url))
const mounting = 'mount -t tmpfs -o size=2m tmpfs "$0"'

/** What a process saw that wrote until its disk was full, and after there was room again. */
export interface Seen {
  /** Writes that were acknowledged until one was refused. */
  readonly written: number
  readonly refusal: { readonly code: string; readonly isTyped: boolean; readonly detail: string }
  /** Of the member whose disk is full. */
  readonly state: string
  readonly reasons: readonly string[]
  /** Acknowledged writes that it did not read any more, while it was full; refused ones it did. */
  readonly unread: number
  readonly isRefusedRead: boolean
  /** How starting ended while it was still full: `started`, or a code. */
  readonly startedWhileFull: string
  /** Acknowledged writes that were gone when there was room again. */
  readonly lost: number
  /** Further writes, acknowledged then, and those of them gone after one more start. */
  readonly writtenAfter: number
  readonly lostAfter: number
}

const program = `
  import { rmSync, writeFileSync } from 'node:fs'
  import { ClusterError, createMember } from '@quorate/core'
  import { fileLog } from '@quorate/log-file'
  import { createWorld } from '@quorate/transport-memory'
  const [root] = process.argv.slice(1)
  const ballast = root + '/ballast'
  const start = () => {
    const { transport } = createWorld({ seed: 1 }).env('a')
    const log = fileLog(root + '/log', { segmentBytes: 131_072 })
    return createMember({ name: 'a', secret: 'secret of a full disk', transport, log })
  }
  const stop = (member) => member.stop().catch((error) => error.code)
  const valueOf = (n) => n + ' ' + 'x'.repeat(4_000)
  const missingIn = (member, keys) => keys.filter((n) => member.get('k' + n) !== valueOf(n)).length

  writeFileSync(ballast, Buffer.alloc(524_288, 1))
  const first = await start()
  const written = []
  let error
  for (let n = 0; error === undefined && n < 10_000; n++)
    await first.put('k' + n, valueOf(n)).then(() => written.push(n), (refusal) => (error = refusal))
  const { state, reasons } = first.state
  const unread = missingIn(first, written)
  const isRefusedRead = first.get('k' + written.length) !== undefined
  await stop(first)
  const startedWhileFull = await start().then(
    (member) => stop(member).then(() => 'started'),
    (refusal) => refusal.code,
  )
  rmSync(ballast)
  const second = await start()
  const lost = missingIn(second, written)
  const after = [10_000, 10_001, 10_002]
  for (const n of after) await second.put('k' + n, valueOf(n))
  await stop(second)
  const third = await start()
  const seen = {
    written: written.length,
    refusal: { code: error?.code, isTyped: error instanceof ClusterError, detail: error?.detail },
    state, reasons, unread, isRefusedRead, startedWhileFull, lost,
    writtenAfter: after.length,
    lostAfter: missingIn(third, [...written, ...after]),
  }
  await stop(third)
  console.log(JSON.stringify(seen))
  process.exit(0)
`

/** The first way that works to be able to mount something; undefined: none does. */
export function wayToMount(folder: string): readonly string[] | undefined {
  const ways = [['--mount'], ['--user', '--map-root-user', '--mount']]
  return ways.find((way) => {
    try {
      execFileSync('unshare', [...way, 'sh', '-c', mounting, folder], { stdio: 'pipe' })
      return true
    } catch {
      return false
    }
  })
}

/** Lets a member fill the file system, and tells what it saw. */
export function seenOnSmallFileSystem(way: readonly string[], folder: string): Seen {
  const node = [process.execPath, '--input-type=module', '--eval', program]
  const script = `${mounting} && exec "$@" "$0"`
  const said = execFileSync('unshare', [...way, 'sh', '-c', script, folder, ...node], {
    cwd: home,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(said) as Seen
}
