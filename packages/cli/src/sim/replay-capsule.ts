/**
 * `quorate sim --capsule`: runs a kept plan once more and says whether it is the same run, and
 * whether it fails still.
 */
import {
  BadCapsule,
  type Capsule,
  commitOf,
  historiesScenario,
  historiesTitle,
  type Outcome,
  readCapsule,
  recordRun,
  reportOf,
  type Responder,
  type Scenario,
} from '@quorate/transport-memory'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { scenarioOn, simStores, titles } from './file-store.ts'
import { checkViews, SimInputError, standardOutput, writeJson, writeViews } from './output-files.ts'
import type { SimViews } from './sim-options.ts'

/** @throws SimInputError before anything runs. */
export async function replayCapsule(
  file: string,
  options: SimViews,
  its: Surroundings,
): Promise<ExitCode> {
  checkViews(options)
  const capsule = capsuleIn(file)
  const beginMs = its.now()
  const { outcome, record } = await recordRun(
    capsule.title,
    capsule.plan,
    scenarioFor(capsule, file),
  )
  const realMs = its.now() - beginMs
  writeViews(record, options, its.output)
  const { write } = options.trace === standardOutput ? its.errors : its.output
  write(textOf(capsule, outcome, file))
  if (options.json !== undefined) writeJson(options.json, { ...jsonOf(capsule, outcome), realMs })
  return outcome.failure === undefined ? 0 : 1
}

function capsuleIn(file: string): Capsule {
  try {
    return readCapsule(file).capsule
  } catch (error) {
    const isRead = error instanceof BadCapsule
    const why = error instanceof Error ? error.message : String(error)
    const what = isRead ? 'is no capsule' : 'cannot be read'
    throw new SimInputError(`--capsule ${file} ${what}: ${why}`, { cause: error })
  }
}

/** @throws SimInputError for a capsule of somebody's own application. */
function scenarioFor({ title }: Capsule, file: string): Scenario<Responder> {
  const store = simStores.find((each) => titles[each] === title)
  if (store !== undefined) return scenarioOn(store)
  if (title === historiesTitle) return historiesScenario()
  throw new SimInputError(
    `--capsule ${file} is of the simulation "${title}": run that with SIM_CAPSULE=${file}`,
  )
}

function textOf(capsule: Capsule, outcome: Outcome, file: string): string {
  const { plan, hash, commit, title } = capsule
  const { failure } = outcome
  const isSame = outcome.hash === hash
  const trace = isSame
    ? `The trace is the recorded one, ${hash}.`
    : `The trace is ${outcome.hash}; recorded was ${hash}, on commit ${commit}.`
  if (failure === undefined) return `quorate sim: the plan of ${file} holds.\n${trace}`
  const failed = { plan, failure, outcome, drawn: plan, shrinkRuns: 0 }
  const again = [`npx quorate sim --capsule ${file}`]
  const which = `from ${file}`
  const about = { title, failed, which, capsule: file, commit: commitOf(), command: '', again }
  return `${reportOf(about)}\n${trace}`
}

const jsonOf = ({ plan, hash }: Capsule, outcome: Outcome): object => ({
  mode: 'replay',
  seed: plan.seed,
  traceHash: outcome.hash,
  recordedHash: hash,
  virtualMs: outcome.virtualMs,
  runs: 1,
  failures: outcome.failure === undefined ? 0 : 1,
  failure: outcome.failure ?? null,
})
