/**
 * A member that founds a cluster has no log to go on with if there is no room for its first one:
 * it is closed again, leaves nothing, and may be started again.
 */
import { filter, firstValueFrom } from 'rxjs'
import type { Kernel } from '../kernel/index.ts'
import { clusterError } from './errors.ts'
import type { Runtime } from './runtime.ts'

/**
 * Resolves when the log that it begins with is there, or has failed; undefined: there is nothing to
 * wait for.
 *
 * @throws ClusterError `store-full`.
 */
export function whenFounded(runtime: Runtime): Promise<void> | undefined {
  if (isFounding(runtime.kernel)) return founded(runtime)
  return isRoomless(runtime.kernel) ? closed(runtime) : undefined
}

async function founded(runtime: Runtime): Promise<void> {
  const over = runtime.changes$.pipe(filter(({ after }) => !isFounding(after)))
  await firstValueFrom(over, { defaultValue: undefined })
  if (isRoomless(runtime.kernel)) await closed(runtime)
}

async function closed(runtime: Runtime): Promise<never> {
  const { reason } = runtime.kernel.storeRoom
  await runtime.stop()
  throw clusterError('store-full', `cannot start: ${reason}`)
}

const isRoomless = ({ self, storeRoom }: Kernel): boolean =>
  storeRoom.isFull && self.store === undefined

const isFounding = ({ pending }: Kernel): boolean =>
  pending.some(({ before }) => before !== undefined && before.store === undefined)
