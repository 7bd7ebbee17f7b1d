/**
 * `quorate log`: shows the log in a folder, or verifies it. Decides what the arguments are. It only
 * reads, so that a running member is not disturbed.
 */
import { Command } from 'commander'
import { FsError } from '@quorate/core'
import { readLog } from '@quorate/log-file'
import { lastValueFrom } from 'rxjs'
import { showLog, type ShowOptions } from '../log/show-log.ts'
import { verifyLog } from '../log/verify-log.ts'
import type { ExitCode, Surroundings } from './surroundings.ts'

const afterHelp = `
Entries are shown in the order of the log; with verify, every record and hash chain is checked.
A folder that is called verify is ./verify.
Exit codes: 0 everything holds, 1 something does not or cannot be read, 2 wrong arguments.`

/** The command, ready to parse its arguments; `ended` is called with the exit code. */
export function command(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  return new Command('log')
    .description('Shows or verifies the log that a member keeps in a folder.')
    .usage('[options] [verify] <folder>')
    .argument('<words...>')
    .option('--json', 'all of each entry, as a line of JSON')
    .addHelpText('after', afterHelp)
    .action(async (words: readonly string[], options: ShowOptions, its: Command) => {
      const [first = '', second] = words
      const isVerifying = first === 'verify'
      const folder = isVerifying ? second : first
      if (folder === undefined || words.length !== (isVerifying ? 2 : 1))
        its.error('error: one folder is to be named')
      if (isVerifying && options.json === true)
        its.error("error: option '--json' cannot be used with 'verify'")
      ended(await perform({ folder, isVerifying, ...options }, surroundings))
    })
}

interface Wanted extends ShowOptions {
  readonly folder: string
  readonly isVerifying: boolean
}

async function perform(wanted: Wanted, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, isVerifying } = wanted
  try {
    const reading = await lastValueFrom(readLog(folder))
    return isVerifying ? verifyLog(reading, surroundings) : showLog(reading, wanted, surroundings)
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    surroundings.errors.write(`cannot read ${folder}: ${error.message}`)
    return 1
  }
}
