/**
 * `quorate log`: shows, follows, verifies and explains the log in a folder, copies it, or makes a
 * log of a copy. Decides what the arguments are. It writes to no log that is there, so that a
 * running member is not disturbed.
 */
import { type ExplanationSubject, FsError } from '@quorate/core'
import { type LogReading, readLog } from '@quorate/log-file'
import { Command } from 'commander'
import { lastValueFrom } from 'rxjs'
import { copyLog } from '../log/copy-log.ts'
import { explainLog } from '../log/explain-log.ts'
import { followLog } from '../log/follow-log.ts'
import { showLog, type ShowOptions } from '../log/show-log.ts'
import { verifyLog } from '../log/verify-log.ts'
import type { ExitCode, Surroundings } from './surroundings.ts'

const afterHelp = `

Entries are shown in the order of the log. A member may run meanwhile: with --follow, what it logs
is shown as it becomes durable, until SIGINT. A folder that is called as a command is ./verify.
Exit codes: 0 everything holds, 1 something does not or cannot be read, 2 wrong arguments.`

const jsonHelp = 'all of each, as a line of JSON'

/** The command, ready to parse its arguments; `ended` is called with the exit code. */
export function command(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  const perform: Perform = async (folder, work) =>
    ended(await work().catch((error: unknown) => unreadable(error, folder, surroundings)))
  return new Command('log')
    .description('Shows the log that a member keeps in a folder.')
    .enablePositionalOptions()
    .helpCommand(false)
    .argument('<folder>')
    .option('--follow', 'go on with what becomes durable, until SIGINT')
    .option('--json', jsonHelp)
    .addHelpText('after', afterHelp)
    .action((folder: string, options: ShowOptions & { readonly follow?: boolean }) =>
      perform(folder, async () =>
        options.follow === true
          ? followLog(folder, options, surroundings)
          : showLog(await reading(folder), options, surroundings),
      ),
    )
    .addCommand(verifying(surroundings, perform))
    .addCommand(explaining(surroundings, perform))
    .addCommand(copying('backup', surroundings, ended))
    .addCommand(copying('restore', surroundings, ended))
}

/** Does what is asked about a folder, and ends with the code of that. */
type Perform = (folder: string, work: () => Promise<ExitCode>) => Promise<void>

const verifying = (surroundings: Surroundings, perform: Perform): Command =>
  new Command('verify')
    .description('Checks every record, hash chain and clock.')
    .argument('<folder>')
    .action((folder: string) =>
      perform(folder, async () => verifyLog(await reading(folder), surroundings)),
    )

const explaining = (surroundings: Surroundings, perform: Perform): Command =>
  new Command('explain')
    .description('Says why a key of the state info, or a member, is as it is.')
    .argument('<folder>')
    .argument('[key]', 'a key of the state info')
    .option('--member <name>', 'a member, instead of a key')
    .option('--json', jsonHelp)
    .action((...[folder, key, options, its]: ExplainArguments) => {
      const subject = subjectOf(key, options.member) ?? its.error(notOneSubject)
      return perform(folder, async () =>
        explainLog(await reading(folder), { ...options, subject }, surroundings),
      )
    })

const copies = {
  backup: {
    description: 'Copies the log, also of a running member.',
    to: '<target>',
  },
  restore: {
    description: 'Makes a log of a backup, for a member that goes on in the place of that one.',
    to: '<folder>',
  },
} as const

const copying = (
  kind: keyof typeof copies,
  surroundings: Surroundings,
  ended: (code: ExitCode) => void,
): Command =>
  new Command(kind)
    .description(copies[kind].description)
    .argument('<source>', 'the folder of a log, or of a backup')
    .argument(copies[kind].to)
    .action(async (from: string, to: string) =>
      ended(await copyLog({ kind, from, to }, surroundings)),
    )

interface ExplainOptions extends ShowOptions {
  readonly member?: string
}

type ExplainArguments = readonly [
  folder: string,
  key: string | undefined,
  options: ExplainOptions,
  its: Command,
]

const notOneSubject = 'error: give a key or --member, one of them'

function subjectOf(key?: string, name?: string): ExplanationSubject | undefined {
  if (key !== undefined && name === undefined) return { key }
  return key === undefined && name !== undefined ? { name } : undefined
}

const reading = (folder: string): Promise<LogReading> => lastValueFrom(readLog(folder))

function unreadable(error: unknown, folder: string, { errors }: Surroundings): ExitCode {
  if (!(error instanceof FsError)) throw error
  errors.write(`cannot read ${folder}: ${error.message}`)
  return 1
}
