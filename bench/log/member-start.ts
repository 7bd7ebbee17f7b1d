/**
 * A member that starts from its log in files and stops again, on a transport that carries nothing.
 */
import { performance } from 'node:perf_hooks'
import type { Address, Transport } from '@quorate/core'
import { createMember } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { EMPTY, NEVER } from 'rxjs'
import { historyName } from './history.ts'

const silent: Transport = {
  address: 'at.a' as Address,
  capabilities: { broadcast: false, unreachable: false },
  maxFrameBytes: 1_048_576,
  frames$: NEVER,
  status$: NEVER,
  unreachable$: NEVER,
  open: () => EMPTY,
  close: () => EMPTY,
  send: () => undefined,
  broadcast: () => 'not-connected',
}

/**
 * How many milliseconds the start takes; `running` is called while it runs.
 *
 * @param count How many entries the log holds.
 */
export async function startOf(
  folder: string,
  count: number,
  running: () => void = () => undefined,
): Promise<number> {
  const begin = performance.now()
  const member = await createMember({
    name: historyName,
    secret: 'secret-of-a-benchmark',
    transport: silent,
    log: fileLog(folder),
  })
  const elapsedMs = performance.now() - begin
  running()
  const last = member.get(`key ${(count - 1) % 200}`)
  await member.stop()
  if (last !== `value ${count - 1}`) throw new Error('the last value is not that of the log')
  return elapsedMs
}
