/**
 * `quorate log backup FOLDER TARGET` and `quorate log restore SOURCE FOLDER`: copies a log, of a
 * stopped or a running member, and makes a log of a copy. Decides only what is said of it.
 */
import { FsError } from '@quorate/core'
import { backupLog, restoreLog } from '@quorate/log-file'
import { lastValueFrom } from 'rxjs'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'

/** What is to be copied where. */
export interface Copying {
  readonly kind: 'backup' | 'restore'
  readonly from: string
  readonly to: string
}

export async function copyLog(
  copying: Copying,
  { output, errors }: Pick<Surroundings, 'output' | 'errors'>,
): Promise<ExitCode> {
  const { kind, from, to } = copying
  try {
    for (const line of await (kind === 'backup' ? backedUp(copying) : restored(copying)))
      output.write(line)
    return 0
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    errors.write(
      `cannot ${kind === 'backup' ? 'back up' : kind} ${from} to ${to}: ${error.message}`,
    )
    return 1
  }
}

async function backedUp({ from, to }: Copying): Promise<readonly string[]> {
  const { of, entries } = await lastValueFrom(backupLog(from, to))
  return [`${to}: ${entries} entries of store ${of.store}, cluster ${of.cluster}`]
}

async function restored({ from, to }: Copying): Promise<readonly string[]> {
  const { identity, was, entries, setAside } = await lastValueFrom(restoreLog(from, to))
  const aside = setAside === undefined ? [] : [`${setAside} was there, and is set aside`]
  return [
    `${to}: ${entries} entries, store ${identity.store}, cluster ${identity.cluster}`,
    `it goes on in the place of store ${was}`,
    ...aside,
  ]
}
