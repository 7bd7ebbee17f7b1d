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
  /** How the first start of all ended, on a full disk; and what that left but for the lock. */
  readonly unfounded: { readonly code: string; readonly isTyped: boolean; readonly left: number }
  /** Writes that were acknowledged until one was refused. */
  readonly written: number
  readonly refusal: { readonly code: string; readonly isTyped: boolean; readonly detail: string }
  /** Of the member whose disk is full. */
  readonly state: string
  readonly reasons: readonly string[]
  /** Acknowledged writes that it did not read any more, while it was full; refused ones it did. */
  readonly unread: number
  readonly isRefusedRead: boolean
  /** Its state when there was room again, without another start. */
  readonly stateAfter: string
  /** Further writes, acknowledged then. */
  readonly writtenAfter: number
  /** How starting ended while it was full once more: `started`, or a code. */
  readonly startedWhileFull: string
  /** Acknowledged writes, of both times, that were gone after one more start. */
  readonly lost: number
}

const program = `
  import { appendFileSync, readdirSync, rmSync } from 'node:fs'
  import { ClusterError, createMember } from '@quorate/core'
  import { fileLog } from '@quorate/log-file'
  import { createWorld } from '@quorate/transport-memory'
  import { filter, firstValueFrom, timeout } from 'rxjs'
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

  const takeRoom = (bytes) => {
    try {
      for (let taken = 0; taken < bytes; taken += 4_096) appendFileSync(ballast, Buffer.alloc(4_096, 1))
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error
    }
  }

  takeRoom(2_097_152)
  const unfounded = await start().then(
    (member) => stop(member).then(() => ({ code: 'started' })),
    (error) => ({ code: error.code, isTyped: error instanceof ClusterError }),
  )
  const left = readdirSync(root + '/log').filter((name) => name !== '.lock').length
  rmSync(ballast)

  takeRoom(524_288)
  const first = await start()
  const written = []
  let error
  for (let n = 0; error === undefined && n < 10_000; n++)
    await first.put('k' + n, valueOf(n)).then(() => written.push(n), (refusal) => (error = refusal))
  const { state, reasons } = first.state
  const unread = missingIn(first, written)
  const isRefusedRead = first.get('k' + written.length) !== undefined
  rmSync(ballast)
  const isWell = filter(({ state }) => state === 'operational')
  const { state: stateAfter } = await firstValueFrom(first.state$.pipe(isWell, timeout(60_000)))
  const after = [10_000, 10_001, 10_002]
  for (const n of after) await first.put('k' + n, valueOf(n))
  takeRoom(2_097_152)
  await stop(first)
  const startedWhileFull = await start().then(
    (member) => stop(member).then(() => 'started'),
    (refusal) => refusal.code,
  )
  rmSync(ballast)
  const last = await start()
  const seen = {
    unfounded: { ...unfounded, left },
    written: written.length,
    refusal: { code: error?.code, isTyped: error instanceof ClusterError, detail: error?.detail },
    state, reasons, unread, isRefusedRead, stateAfter,
    writtenAfter: after.length,
    startedWhileFull,
    lost: missingIn(last, [...written, ...after]),
  }
  await stop(last)
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
