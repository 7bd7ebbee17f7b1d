/**
 * Digest, pull, delta: two members compare what they hold and the one that lacks asks (R5). It
 * decides what to ask for, what to answer and what to take; it never judges what an entry means,
 * never tells what is not durable (R1), and asks again only after progress, so that two members
 * that cannot agree exchange a few messages a period and not as many as they can (R8).
 */
import { admit, compareEntries, countOf, type RefusedEntry, since } from '../log/index.ts'
import {
  type Delta,
  type Digest,
  drawSome,
  type Effect,
  equalBytes,
  type LogEntry,
  type Mark,
  marked,
  messageRefused,
  type Nack,
  type Notice,
  poolOf,
  type Pull,
  refusal,
  type Sender,
} from '../model/index.ts'
import { type Context, decided, type Decision } from '../state/index.ts'
import { passOn, tellOthers } from './dissemination.ts'
import type { ReplicationLocal } from './local.ts'
import { hashedVector } from './piggyback.ts'
import { isFork, tellForks } from './forks.ts'
import { awaitPull, durableWith, endPull, pullTimer, sendPull, startPull } from './pull.ts'

type Decided = Decision<ReplicationLocal>

interface Received<Message> {
  readonly from: Sender
  readonly message: Message
}

/** Another hash than one's own: one of the two lacks something. */
export function receiveDigest(
  local: ReplicationLocal,
  context: Context,
  { from, message }: Received<Digest>,
): Decided {
  const hashed = hashedVector(local, context)
  const known = hashed === local.hashed ? local : { ...local, hashed }
  if (equalBytes(hashed.hash, message.vectorHash)) return decided(known)
  const started = startPull(known, context, from)
  return decided(started.local, { effects: started.effects })
}

/** Gives what the puller lacks, in total order (R2), also if that is nothing: so its pull ends. */
export function receivePull(
  local: ReplicationLocal,
  context: Context,
  { from, message }: Received<Pull>,
): Decided {
  const given = givePuller(local, context, { from, message })
  if (!hasNews(local, context, message)) return given
  const started = startPull(local, context, from)
  return decided(started.local, { effects: [...given.effects, ...started.effects] })
}

/** Gives, and asks for nothing. */
export function givePuller(
  local: ReplicationLocal,
  context: Context,
  { from, message }: Received<Pull>,
): Decided {
  const bytesMax = Math.min(message.bytesMax, local.config.deltaBytesMax)
  const part = since(context.log, message.vector, { bytesMax, upTo: context.durable })
  const entries = part.entries.length > 0 ? part.entries : someHeads(context)
  const delta: Delta = { kind: 'delta', entries, more: part.more, hops: 0 }
  const { name, address } = from
  const answer: Effect = { kind: 'send', to: { name, address }, message: delta }
  return decided(local, {
    effects: part.more ? [answer, marked('replication.delta-cut')] : [answer],
  })
}

/** In a delta that has nothing else: who asks though it lacks nothing may hold another content. */
const headsMax = 16

/** The newest entries of a few streams, drawn anew each time, so that a fork is found some day. */
function someHeads({ log, durable, entropy }: Context): readonly LogEntry[] {
  const heads = [...durable].map(([stream, count]) => log.streams.get(stream)?.at(count - 1))
  const draw = { entropy, label: 'replication/head', count: headsMax }
  return drawSome(poolOf(heads), draw).toSorted(compareEntries)
}

/** Whether the puller holds what this member does not, and can take. */
function hasNews({ forks }: ReplicationLocal, { log }: Context, { vector }: Pull): boolean {
  for (const [stream, count] of vector)
    if (countOf(log, stream) < count && !forks.has(stream)) return true
  return false
}

/** Takes what may be taken (again is nothing, R3), passes on what was new, asks for the rest. */
export function receiveDelta(
  before: ReplicationLocal,
  context: Context,
  { from, message }: Received<Delta>,
): Decided {
  const { config, forks } = before
  const guard = { wall: context.wall, clockAheadMaxMs: config.clockAheadMaxMs, forks }
  const { log, admitted, position, refused } = admit(context.log, message.entries, guard)
  const wasAsked = message.hops === 0 && before.pulls.has(from.name)
  const { local, told } = tellForks(before, { log, from, refused })
  const answered = wasAsked ? endPull(local, from.name) : local
  const effects: Effect[] = [...told, ...notices(from, refused)]
  const isNew = admitted.length > 0
  const isKnown = admitted.length + refused.length < message.entries.length
  if (isKnown) effects.push(marked('replication.delta-known'))
  const isLacking = message.more || refused.some((each) => isOutOfReach(local, each))
  // R8: after an answer that brought nothing, the next digest is soon enough.
  const asksAgain = isLacking && (isNew || !wasAsked) && !answered.pulls.has(from.name)
  if (isLacking && wasAsked) effects.push(marked(progressOf(isNew)))
  if (wasAsked && !asksAgain) effects.push({ kind: 'disarm', timer: pullTimer(from.name) })
  const asked = asksAgain ? awaitPull(answered, context, from) : { local: answered, effects: [] }
  const vector = durableWith(context, admitted)
  const then: Effect[] = asksAgain ? [sendPull(local, vector, from)] : []
  then.push(...passOn(local, context, { entries: admitted, hops: message.hops, from: from.name }))
  if (isNew && wasAsked && !isLacking)
    then.push(...tellOthers(local, context, { log, vector, from }))
  return decided(asked.local, {
    admitted: isNew ? { log, entries: admitted, position } : undefined,
    strange: refused.find(isForkOf(context))?.entry,
    effects: [...effects, ...asked.effects],
    then,
  })
}

const progressOf = (isNew: boolean): Mark =>
  isNew ? 'replication.pull-resumed' : 'replication.pull-fruitless'

/** What the entry rests on is not here yet, and can be: to be asked for, not to be told. */
const isOutOfReach = ({ forks }: ReplicationLocal, { entry, reason }: RefusedEntry): boolean =>
  reason === 'missing-deps' || (reason === 'gap' && !forks.has(entry.stream))

/** Of the own store, and not as this process wrote it: another one writes in its run. */
const isForkOf =
  ({ self }: Context) =>
  (refused: RefusedEntry): boolean =>
    isFork(refused) && refused.entry.store === self.store

/** One notice a reason: a delta may hold thousands of entries refused alike. */
function notices(from: Sender, refused: readonly RefusedEntry[]): Effect[] {
  const byReason = new Map<RefusedEntry['reason'], LogEntry[]>()
  for (const { entry, reason } of refused) {
    const alike = byReason.get(reason)
    if (alike === undefined) byReason.set(reason, [entry])
    else alike.push(entry)
  }
  return [...byReason].flatMap(([reason, entries]): readonly Effect[] => {
    const notice = noticeOf(from, reason, entries)
    const mark = markOf(reason)
    return [
      ...(notice === undefined ? [] : [{ kind: 'publish', notice } as const]),
      ...(mark === undefined ? [] : [marked(mark)]),
    ]
  })
}

function noticeOf(
  from: Sender,
  reason: RefusedEntry['reason'],
  entries: readonly LogEntry[],
): Notice | undefined {
  const first = entries[0]
  if (first === undefined) return undefined
  const what = `${entries.length} from ${from.name}, first ${first.stream}.${first.seq}`
  switch (reason) {
    case 'clock-ahead':
      return { kind: 'warning', code: 'clock-ahead', detail: `entries held back: ${what}` }
    case 'equivocation':
    case 'chain-broken':
      return undefined
    case 'streams-full':
    case 'clock-order': {
      const why = refusal('invalid-value', `entries refused, ${reason}: ${what}`)
      return messageRefused(from.name, 'delta', why)
    }
    case 'gap':
    case 'missing-deps':
      return undefined
  }
}

/** Refusals that happen to honest members. */
function markOf(reason: RefusedEntry['reason']): Mark | undefined {
  switch (reason) {
    case 'gap':
      return 'replication.entry-early'
    case 'missing-deps':
      return 'replication.deps-missing'
    case 'clock-ahead':
      return 'replication.entry-held-back'
    default:
      return undefined
  }
}

/** A peer says that we are no member there: it may know of our ejection, so we ask it. */
export function receiveNack(
  local: ReplicationLocal,
  context: Context,
  { from, message }: Received<Nack>,
): Decided {
  if (message.refusal !== 'not-member') return decided(local)
  // R8: it does not answer our pulls either; asking again would be answered the same.
  if (message.about === 'pull') return decided(endPull(local, from.name))
  const started = startPull(local, context, from)
  return decided(started.local, { effects: started.effects })
}
