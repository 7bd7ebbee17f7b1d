/**
 * When the periodic work runs: its start, its pause, and what a break in the own link does to it.
 * It must never run for a client, nor before the log is loaded. Invariants: M7 (no miss counts
 * while the own link is down), M8 (a pause stops asking and reporting, never answering), M12 (a
 * failure must last anew after either).
 */
import type { CommandId, Effect, LinkChanged, Millis } from '../model/index.ts'
import { drawBelow, refuse, succeed } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { decided } from '../state/index.ts'
import { askInTurn, planTurn } from './detector/index.ts'
import type { MembershipLocal } from './local/index.ts'
import { periodTimer, probeTimer, withPeers } from './local/index.ts'
import { suspicionGoesOn } from './opinion/index.ts'
import { reportsOf } from './report.ts'

/** One period: ask whoever's turn it is, report, say so, and arm the next. */
export function runPeriod(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  if (!local.isRunning || !local.isStarted) return decided(local)
  const asked = askInTurn(local, context)
  const planned = planTurn(asked.local, context)
  const next: Effect = { kind: 'arm', timer: periodTimer, deadline: planned.at }
  const done: Effect = { kind: 'publish', notice: { kind: 'housekeeping-done' } }
  const reports = reportsOf(planned.local, context)
  return decided(planned.local, {
    events: reports.events,
    effects: [...asked.effects, done, next, ...reports.marks],
  })
}

/** Begins the periods, once, when the log is loaded (M8). */
export function startHousekeeping(
  local: MembershipLocal,
  context: Context,
): Decision<MembershipLocal> {
  if (local.isStarted || context.self.role === 'client') return decided(local)
  const effects = local.isRunning ? [firstPeriod(local, context)] : []
  return decided({ ...local, isStarted: true }, { effects })
}

/** Members that start together must not ping together: the first period is at a random phase. */
const firstPeriod = (local: MembershipLocal, context: Context): Effect => ({
  kind: 'arm',
  timer: periodTimer,
  deadline: context.at + drawBelow(local.config.periodMs, context.entropy, 'membership/phase'),
})

/** Pauses or resumes; settles with null. */
export function setHousekeeping(
  local: MembershipLocal,
  context: Context,
  wanted: { readonly id: CommandId; readonly isRunning: boolean },
): Decision<MembershipLocal> {
  const { id, isRunning } = wanted
  if (context.self.role === 'client') {
    const outcome = refuse('cluster-config', 'a client has no housekeeping')
    return decided(local, { effects: [{ kind: 'settle', id, outcome }] })
  }
  const settle: Effect = { kind: 'settle', id, outcome: succeed(null) }
  if (isRunning === local.isRunning) return decided(local, { effects: [settle] })
  const switched = { ...(isRunning ? holdAnew(local, context.at) : local), isRunning }
  if (!local.isStarted) return decided(switched, { effects: [settle] })
  const period: Effect = isRunning
    ? firstPeriod(local, context)
    : { kind: 'disarm', timer: periodTimer }
  return decided(switched, { effects: [period, settle] })
}

/** The own link broke or came back: whatever was in flight proves nothing about peers (M7). */
export function changeLink(
  local: MembershipLocal,
  context: Context,
  input: LinkChanged,
): Decision<MembershipLocal> {
  if (input.link === local.link) return decided(local)
  const effects: Effect[] = []
  for (const [name, peer] of local.peers) {
    if (peer.probe !== undefined) effects.push({ kind: 'disarm', timer: probeTimer(name) })
    if (peer.probe?.isLast === true) effects.push(suspicionGoesOn(peer, context.at))
  }
  const peers = local.peers.map((peer) =>
    peer.probe === undefined ? peer : { ...peer, probe: undefined },
  )
  // What was not read before the link broke may have been an answer (M27).
  const cleared = { ...withPeers(local, peers), link: input.link, stalledAt: context.at }
  return decided(input.link === 'up' ? holdAnew(cleared, context.at) : cleared, { effects })
}

/** After a time of not looking, a failure must last from now on before it is logged (M12). */
const holdAnew = (local: MembershipLocal, at: Millis): MembershipLocal =>
  withPeers(
    local,
    local.peers.map((peer) =>
      peer.failedSince === undefined ? peer : { ...peer, failedSince: at },
    ),
  )
