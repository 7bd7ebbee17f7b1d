/**
 * `quorate sim`: simulated runs of the library itself, or a kept one once more. Decides what the
 * options are, which do not go together, and that wrong ones end with code 2.
 */
import { Command, Option } from 'commander'
import type { Duration } from '@quorate/transport-memory'
import { type GivenFaults, parseFaults } from '../options/fault-mix.ts'
import { parseSeed, seedOfNow } from '../options/seed.ts'
import { parseVirtualTime } from '../options/virtual-time.ts'
import { wholeNumber } from '../options/whole-number.ts'
import { type SimStore, simStores } from '../sim/file-store.ts'
import { SimInputError } from '../sim/output-files.ts'
import { replayCapsule } from '../sim/replay-capsule.ts'
import { runSim } from '../sim/run-sim.ts'
import { type SimMode, simModes, type SimViews } from '../sim/sim-options.ts'
import type { ExitCode, Surroundings } from './surroundings.ts'

interface Given extends SimViews {
  readonly seed?: string
  readonly members: number
  readonly time: Duration
  readonly faults: GivenFaults
  readonly store: SimStore
  readonly runs: number
  readonly workers?: number
  readonly mode: SimMode
  readonly depth: number
  readonly capsule?: string
}

/** In the working folder. */
const capsules = '.sim'
const whatIsDrawn: readonly string[] = [
  'seed',
  'members',
  'time',
  'faults',
  'store',
  'runs',
  'workers',
  'mode',
  'depth',
]
/** What short histories have of their own. */
const notExhaustive = ['members', 'time', 'faults', 'store', 'runs', 'workers'] as const

const afterHelp = `
The same seed gives the same runs and the same trace hash, whatever --workers is. The seed of run 17
is SEED.17, and can be given by itself. A run that fails is cut down and written to .sim/, to be run
again with --capsule.
Exit codes: 0 everything held, 1 something did not or it was interrupted, 2 wrong options.`

/** The command, ready to parse its arguments; `ended` is called with the exit code. */
export function command(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  const sim = new Command('sim').description(
    'Simulates clusters: members on a network and disks that break, in virtual time.',
  )
  for (const option of [...ofRuns(), ...ofViews()]) sim.addOption(option)
  return sim.addHelpText('after', afterHelp).action(async (given: Given, its: Command) => {
    check(given, its)
    try {
      ended(await perform(given, surroundings))
    } catch (error) {
      if (error instanceof SimInputError) its.error(`error: ${error.message}`)
      throw error
    }
  })
}

function perform(given: Given, surroundings: Surroundings): Promise<ExitCode> {
  const { capsule, seed = seedOfNow(surroundings.environment), workers } = given
  return capsule === undefined
    ? runSim({ ...given, seed, workers, capsules }, surroundings)
    : replayCapsule(capsule, given, surroundings)
}

const ofRuns = (): readonly Option[] => [
  option('--seed <text>', 'of all chance; default: random, in CI the commit', parseSeed),
  option(
    '--runs <number>',
    'how many, each from a seed of its own',
    wholeNumber(1, 1_000_000),
  ).default(1),
  option('--members <number>', 'of each cluster', wholeNumber(1, 100)).default(5),
  option(
    '--time <duration>',
    'virtual, in which things break: 30s, 10m, 1h',
    parseVirtualTime,
  ).default('10m'),
  option(
    '--faults <kinds>',
    'swarm, all, none, or kinds with commas between them',
    parseFaults,
  ).default(parseFaults('swarm'), 'swarm'),
  new Option('--store <store>', 'of the logs: in memory, or in files on simulated disks')
    .choices(simStores)
    .default('memory'),
  option('--workers <number>', 'threads; default: one a core; 0: none', wholeNumber(0, 256)),
  new Option('--mode <mode>', 'plans from seeds, frames by priority too, or all short histories')
    .choices(simModes)
    .default('random'),
  option(
    '--depth <number>',
    'of pct, or things that happen in a short history',
    wholeNumber(1, 10),
  ).default(3),
  new Option('--capsule <file>', 'runs the plan of a capsule and nothing else').conflicts([
    ...whatIsDrawn,
  ]),
]

const ofViews = (): readonly Option[] => [
  new Option('--html <file>', 'a page that shows the run: what failed, else the first'),
  new Option('--trace <file>', 'the run in columns, one for each member; - prints it'),
  new Option('--shiviz <file>', 'the run for ShiViz, with vector clocks'),
  new Option('--json <file>', 'traceHash, virtualMs, realMs, runs, failures, and more'),
]

const option = (flags: string, description: string, parse: (text: string) => unknown): Option =>
  new Option(flags, description).argParser(parse)

/** Options that mean nothing beside others. */
function check({ mode }: Given, its: Command): void {
  const isGiven = (name: string): boolean => its.getOptionValueSource(name) === 'cli'
  const unfit = mode === 'exhaustive' ? notExhaustive.find(isGiven) : undefined
  if (unfit !== undefined)
    its.error(`error: option '--${unfit}' cannot be used with '--mode exhaustive'`)
  if (mode === 'random' && isGiven('depth'))
    its.error("error: option '--depth' needs '--mode pct' or '--mode exhaustive'")
}
