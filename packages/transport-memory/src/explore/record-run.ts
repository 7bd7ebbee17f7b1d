/**
 * A plan carried out once more, and recorded: for the page, the columns and ShiViz. Listening
 * changes nothing of the run; its hash is the one it had.
 */
import { isFault, type Plan, type PlannedOp, tellWhat } from '../plan/index.ts'
import { type Outcome, runPlan } from '../run/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { type PlanLine, RunRecorder, type RunRecord } from '../view/index.ts'

export interface RecordedRun {
  readonly record: RunRecord
  readonly outcome: Outcome
}

/** Runs it and records it under this title. */
export async function recordRun<App>(
  title: string,
  plan: Plan,
  scenario: Scenario<App>,
): Promise<RecordedRun> {
  const recorder = new RunRecorder({ title, seed: plan.seed })
  const outcome = await runPlan(plan, scenario, {
    onTrace: recorder.trace,
    onStarted: (name, member) => recorder.follow(name, member),
  })
  const { hash, virtualMs: endMs, failure } = outcome
  const lines = plan.ops.map((op) => lineOf(op, outcome))
  const end = { hash, endMs, plan: lines, ...(failure && { failure }) }
  return { record: recorder.record(end), outcome }
}

/** A plan counts from when the members are together, a record from when the world began. */
function lineOf(op: PlannedOp, { beginMs, told }: Outcome): PlanLine {
  const atMs = beginMs + op.atMs
  const text = tellWhat(op, told)
  return isFault(op) ? { atMs, untilMs: atMs + op.forMs, text } : { atMs, text }
}
