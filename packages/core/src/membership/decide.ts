/**
 * The one switch of membership: which input is decided where. It must decide nothing itself.
 * Every message, timer and command of `docs/protocol/membership.md` has its row here; what belongs
 * to other protocols passes through unchanged.
 */
import type {
  Ack,
  CommandIssued,
  Input,
  MessageReceived,
  PeerUnreachable,
  TimerFired,
} from '../model/index.ts'
import type { Context, Decide, Decision } from '../state/index.ts'
import { decided } from '../state/index.ts'
import {
  answerPing,
  endSuspicion,
  hearAck,
  hearGossip,
  hearNack,
  hearPingReport,
  hearReport,
  missProbe,
  missRelay,
  missUnreachable,
  relayAck,
  relayPing,
} from './detector/index.ts'
import { admitWaiting, hearJoinRequest } from './admission/index.ts'
import { configure } from './configure.ts'
import { ejectMember } from './eject.ts'
import { changeLink, runPeriod, setHousekeeping } from './housekeeping.ts'
import {
  abandonJoin,
  beginJoin,
  expireJoin,
  hearJoinNack,
  hearJoinReply,
  noteJoinTrouble,
  retryJoin,
} from './join.ts'
import {
  abandonLeave,
  beginLeave,
  expireLeave,
  hearLeaveAck,
  hearLeaveNack,
  retryLeave,
} from './leaving/index.ts'
import type { MembershipLocal, Received } from './local/index.ts'
import {
  admitTimer,
  andThen,
  gossipTimer,
  joinRetryTimer,
  joinTimer,
  leaveRetryTimer,
  leaveTimer,
  noteLateness,
  periodTimer,
  probedBy,
  relayedBy,
  sponsoredBy,
  suspectedBy,
} from './local/index.ts'
import { gossipAgain, spreadNews } from './opinion/index.ts'
import { holderAnswered, missHolder } from './sponsor.ts'

/** Membership's decision on any input; what is news by it is told. */
export const decideMembership: Decide<MembershipLocal> = (
  local: MembershipLocal,
  context: Context,
  input: Input,
): Decision<MembershipLocal> =>
  andThen(decideOn(local, context, input), (next) => spreadNews(next, context))

function decideOn(
  local: MembershipLocal,
  context: Context,
  input: Input,
): Decision<MembershipLocal> {
  switch (input.kind) {
    case 'message-received':
      return onMessage(local, context, input)
    case 'command-issued':
      return onCommand(local, context, input)
    case 'timer-fired':
      return onTimer(local, context, input)
    case 'peer-unreachable':
      return onUnreachable(local, context, input)
    case 'frame-refused':
      return decided(noteJoinTrouble(local, input))
    case 'link-changed':
      return changeLink(local, context, input)
    case 'log-loaded':
    case 'request-served':
    case 'entries-stored':
    case 'store-failed':
    case 'store-full':
      return decided(local)
  }
}

function onMessage(
  local: MembershipLocal,
  context: Context,
  input: MessageReceived,
): Decision<MembershipLocal> {
  const { from, message } = input
  switch (message.kind) {
    case 'ping':
      return answerPing(local, context, { from, message })
    case 'ack':
      return onAck(local, context, { from, message })
    case 'ping-request':
      return relayPing(local, context, { from, message })
    case 'ping-report':
      return hearPingReport(local, context, { from, message })
    case 'gossip':
      return hearGossip(local, context, { from, message })
    case 'live-report':
      return hearReport(local, context, { from, message })
    case 'nack':
      if (local.leaving !== undefined) return hearLeaveNack(local, context, { from, message })
      if (message.about === 'ping') return hearNack(local, { from, message })
      if (message.about === 'join-request') return hearJoinNack(local, { from, message })
      return decided(local)
    case 'join-request':
      return hearJoinRequest(local, context, { from, message })
    case 'join-reply':
      return hearJoinReply(local, context, { from, message })
    default:
      return decided(local)
  }
}

/** It may answer this member's own question, one asked for another, and one about a name. */
function onAck(
  local: MembershipLocal,
  context: Context,
  received: Received<Ack>,
): Decision<MembershipLocal> {
  if (local.leaving !== undefined) return hearLeaveAck(local, received)
  const heard = hearAck(local, context, received)
  const relayed = andThen(heard, (next) => relayAck(next, context, received))
  return andThen(relayed, (next) => holderAnswered(next, context, received))
}

function onCommand(
  local: MembershipLocal,
  context: Context,
  input: CommandIssued,
): Decision<MembershipLocal> {
  const { id, command } = input
  switch (command.kind) {
    case 'join':
      return beginJoin(local, context, { id, command })
    case 'eject':
      return ejectMember(local, context, { id, name: command.name })
    case 'leave':
      return beginLeave(local, context, { id, timeoutMs: command.timeoutMs })
    case 'set-housekeeping':
      return setHousekeeping(local, context, { id, isRunning: command.running })
    case 'abandon':
      return local.leaving === undefined
        ? abandonJoin(local, command)
        : abandonLeave(local, command)
    case 'configure':
      return configure(local, { id, command })
    default:
      return decided(local)
  }
}

function onTimer(
  before: MembershipLocal,
  context: Context,
  fired: TimerFired,
): Decision<MembershipLocal> {
  const { timer } = fired
  const local = noteLateness(before, fired)
  if (timer === periodTimer) return runPeriod(local, context)
  if (timer === gossipTimer) return gossipAgain(local, context)
  if (timer === joinTimer) return expireJoin(local)
  if (timer === joinRetryTimer) return retryJoin(local, context)
  if (timer === admitTimer) return admitWaiting(local, context)
  if (timer === leaveTimer) return expireLeave(local, context)
  if (timer === leaveRetryTimer) return retryLeave(local, context)
  const probed = probedBy(timer)
  if (probed !== undefined) return missProbe(local, context, probed)
  const suspected = suspectedBy(timer)
  if (suspected !== undefined) return endSuspicion(local, context, suspected)
  const relayed = relayedBy(timer)
  if (relayed !== undefined)
    return missRelay(local, context, { number: relayed, finding: 'silent' })
  const sponsored = sponsoredBy(timer)
  return sponsored === undefined ? decided(local) : missHolder(local, context, sponsored)
}

function onUnreachable(
  local: MembershipLocal,
  context: Context,
  input: PeerUnreachable,
): Decision<MembershipLocal> {
  return missUnreachable(noteJoinTrouble(local, input), context, input.address)
}
