/**
 * `quorate run`: one member over NATS in this process, until it is told to stop. Decides what the
 * options are, who is told what happens (a person or a program) and with which code the process
 * ends: 0 stopped as asked, 1 could not go on, 2 wrong options.
 */
import { ClusterError, FsError } from '@quorate/core'
import { Command, Option } from 'commander'
import { parseDuration } from '../options/duration.ts'
import { parseFolder } from '../options/folder.ts'
import { addInfoPair, type InfoPairs } from '../options/info-pair.ts'
import { parseClusterName, parseContact, parseMemberName } from '../options/names.ts'
import { readSecret, SecretError, secretVariable } from '../options/secret.ts'
import { parseServers } from '../options/servers.ts'
import { wholeNumber } from '../options/whole-number.ts'
import { loggerTo, logLines, reportsTo, type WriteReport } from '../reports/log-lines.ts'
import { MemberRun } from '../run/member-run.ts'
import type { RunSettings } from '../run/run-settings.ts'
import { eventsTo, StdioServer } from '../stdio/stdio-server.ts'
import type { ExitCode, Surroundings } from './surroundings.ts'

interface RunOptions {
  readonly name: string
  readonly cluster: string
  readonly nats: readonly string[]
  readonly secretFile?: string
  readonly join?: string
  readonly replication: number
  readonly period: number
  readonly info?: InfoPairs
  readonly log?: string
  readonly salvage?: true
  readonly stdio?: true
}

const replicationMax = 1000

const afterHelp = `
The secret is that of the whole cluster, at least 8 bytes, in FILE or in ${secretVariable}.
With --log a member that is started again goes on as who it was, and does not join again, but if it
is out. Else its log is kept in memory, and it joins as a new one of the same name.
SIGINT and SIGTERM stop the member without making it leave the cluster.
Exit codes: 0 stopped, 1 could not go on, 2 wrong options.`

/** The command, ready to parse its arguments; `ended` is called with the exit code. */
export function command(surroundings: Surroundings, ended: (code: ExitCode) => void): Command {
  return new Command('run')
    .description('Runs one member over NATS.')
    .addOption(required('--name <name>', 'unique in the cluster', parseMemberName))
    .addOption(required('--cluster <cluster>', 'of which cluster', parseClusterName))
    .addOption(
      new Option('--nats <servers>', 'where NATS servers listen')
        .argParser(parseServers)
        .default(['nats://127.0.0.1:4222'], 'nats://127.0.0.1:4222'),
    )
    .option('--secret-file <file>', `holds the cluster secret; else ${secretVariable} does`)
    .option('--join <member>', 'whom to ask to be let in; else founds a cluster', parseContact)
    .addOption(
      new Option(
        '--replication <factor>',
        'factor of a cluster it founds: this many failed members degrade it',
      )
        .argParser(wholeNumber(1, replicationMax))
        .default(1),
    )
    .addOption(
      new Option('--period <duration>', 'of housekeeping, as 500ms, 1s or 2m')
        .argParser(parseDuration)
        .default(1000, '1s'),
    )
    .option('--info <key=value>', 'public info of the member, may be repeated', addInfoPair)
    .addOption(
      new Option('--log <folder>', 'where its log is kept; else in memory').argParser(parseFolder),
    )
    .option('--salvage', 'if the log is damaged, go on with what can be read')
    .option('--stdio', 'speak the JSON-lines protocol of docs/stdio.md')
    .addHelpText('after', afterHelp)
    .action(async (options: RunOptions, its: Command) => {
      const settings = settingsOf(options, surroundings, its)
      ended(await (options.stdio ? runForProgram : runForPerson)(settings, surroundings))
    })
}

const required = (flags: string, description: string, parse: (text: string) => string): Option =>
  new Option(flags, description).argParser(parse).makeOptionMandatory()

function settingsOf(options: RunOptions, { environment }: Surroundings, its: Command): RunSettings {
  const { name, cluster, nats, secretFile, join, replication, period, info = {} } = options
  const { log, salvage = false } = options
  if (salvage && log === undefined) its.error('error: --salvage needs --log')
  if (join === name) its.error(`error: --join must name another member than ${name} itself`)
  try {
    const secret = readSecret({ secretFile, environment })
    return {
      name,
      cluster,
      servers: nats,
      secret,
      contact: join,
      replicationFactor: replication,
      periodMs: period,
      info,
      log: log === undefined ? log : { folder: log, onDamage: salvage ? 'salvage' : 'refuse' },
      // Somebody who asks by lines is told; somebody who reads a log would wait for nothing.
      waitsForName: options.stdio === true && join === undefined,
    }
  } catch (error) {
    if (error instanceof SecretError) its.error(`error: ${error.message}`)
    throw error
  }
}

/** Log lines on standard output. */
async function runForPerson(settings: RunSettings, its: Surroundings): Promise<ExitCode> {
  const report = logLines({ ...its.output, now: its.now })
  const run = new MemberRun(settings, reportsTo(report), loggerTo(report))
  return untilAsked(run, report, its.whenAskedToEnd)
}

/** The protocol on standard output, log lines on standard error. */
async function runForProgram(settings: RunSettings, its: Surroundings): Promise<ExitCode> {
  const report = logLines({ ...its.errors, now: its.now })
  const run = new MemberRun(settings, eventsTo(its.output.write), loggerTo(report))
  return untilAsked(run, report, (end) => {
    its.whenAskedToEnd(end)
    const server = new StdioServer(run, its.output.write, end)
    its.input.on('data', (chunk: Buffer) => server.push(chunk))
    its.input.on('end', () => void server.end())
  })
}

/** Starts the member and stops it when asked to, or when it cannot go on. */
async function untilAsked(
  run: MemberRun,
  report: WriteReport,
  whenAskedToEnd: (end: () => void) => void,
): Promise<ExitCode> {
  const asked = new Promise<void>(whenAskedToEnd)
  try {
    await Promise.race([asked, run.start().then(() => asked), run.failure])
    return 0
  } catch (error) {
    report({ level: 'error', text: textOf(error) })
    return error instanceof ClusterError && error.code === 'invalid-option' ? 2 : 1
  } finally {
    await run.stop()
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const isDamaged = cause instanceof FsError && cause.code === 'damaged'
  return isDamaged ? `${error.message}; --salvage goes on with what can be read` : error.message
}
