/**
 * `quorate demo`: shows what Quorate does, in one process or over a real server. Decides what the
 * options are and that wrong ones end with code 2.
 */
import { Command, Option } from 'commander'
import { membersMax, membersMin, runDemo, seedMax } from '../demo/index.ts'
import { wholeNumber } from '../options/whole-number.ts'
import type { ExitCode, Surroundings } from './surroundings.ts'

interface Given {
  readonly seed: number
  readonly members: number
  readonly realTime?: true
  readonly nats?: true
}

const afterHelp = `
Exit codes: 0 all members agree at the end, 1 they do not, 2 wrong options or no nats-server.`

/** The command, ready to parse its arguments; `ended` is called with the exit code. */
export function command(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  return new Command('demo')
    .description('Shows what Quorate does: members on a simulated network, in virtual time.')
    .addOption(
      new Option('--seed <number>', 'of all chance: the same seed gives the same run')
        .argParser(wholeNumber(0, seedMax))
        .default(1),
    )
    .addOption(
      new Option('--members <number>', `at the beginning, ${membersMin} to ${membersMax}`)
        .argParser(wholeNumber(membersMin, membersMax))
        .default(5),
    )
    .option('--real-time', 'let virtual time pass as slowly as real time')
    .addOption(
      new Option('--nats', 'each member a process of its own, over a real nats-server').conflicts([
        'seed',
        'realTime',
      ]),
    )
    .addHelpText('after', afterHelp)
    .action(async (options: Given) => {
      const { seed, members, realTime = false, nats = false } = options
      const ending = new AbortController()
      // Without members to stop, a signal may end the process as it always does.
      if (nats) surroundings.whenAskedToEnd(() => ending.abort())
      const { output: screen, errors } = surroundings
      const its = { screen, errors, ending: ending.signal }
      ended(await runDemo({ seed, members, realTime, nats }, its))
    })
}
