/**
 * The command line: which commands there are, each a module of `commands/` that is loaded only when
 * it is used. Wrong arguments are told on standard error, with exit code 2.
 */
import { Command, CommanderError } from 'commander'
import type { ExitCode, Surroundings } from './commands/surroundings.ts'

interface Subcommand {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<CommandModule>
}

interface CommandModule {
  /** The command, ready to parse its arguments; `ended` is called with the exit code. */
  readonly command: (surroundings: Surroundings, ended: (code: ExitCode) => void) => Command
}

const subcommands: readonly Subcommand[] = [
  { name: 'demo', summary: 'show what Quorate does', load: () => import('./commands/demo.ts') },
  {
    name: 'log',
    summary: 'show, follow, verify or explain a log',
    load: () => import('./commands/log.ts'),
  },
  { name: 'run', summary: 'run one member over NATS', load: () => import('./commands/run.ts') },
  { name: 'sim', summary: 'simulate clusters that break', load: () => import('./commands/sim.ts') },
]

/** Runs one command line; resolves with the exit code when the command is over. */
export async function quorate(args: readonly string[], its: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = programOf(async ({ load }, rest) => {
    const { command } = await load()
    const subcommand = command(its, (code) => {
      exitCode = code
    })
    subcommand.name(`quorate ${subcommand.name()}`)
    await speakingTo(its, subcommand).parseAsync(rest, { from: 'user' })
  })
  try {
    await speakingTo(its, program).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
}

type Perform = (subcommand: Subcommand, args: readonly string[]) => Promise<void>

function programOf(perform: Perform): Command {
  const program = new Command('quorate')
    .description('Peer-to-peer clusters: members that join, watch each other and share state.')
    .enablePositionalOptions()
    .helpCommand(false)
  for (const subcommand of subcommands)
    program
      .command(subcommand.name)
      .description(subcommand.summary)
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .passThroughOptions()
      .action((_, { args }: Command) => perform(subcommand, args))
  return program
}

function speakingTo(its: Surroundings, command: Command): Command {
  for (const nested of command.commands) speakingTo(its, nested)
  return command.exitOverride().configureOutput({
    writeOut: (text) => its.output.write(text.trimEnd()),
    writeErr: (text) => its.errors.write(text.trimEnd()),
  })
}
