/**
 * The ping itself, and how one answers when asked. It must never conclude anything from an answer
 * or its absence. Invariant: M4 (only a member's ping is acked).
 */
import type { Effect, Message, Ping, Sender } from '../../model/index.ts'
import { clusterLabel, messageRefused, refusal, tagOf } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided, isMember, supersederOf } from '../../state/index.ts'
import type { MembershipLocal, Received } from '../local/index.ts'
import { andThen, peerFrom, strangersMax } from '../local/index.ts'
import { reportOfUnwell } from './exchange.ts'

/** A ping of ours; undefined before there is a store to speak for. */
export function pingOf(
  { liveHash }: MembershipLocal,
  { self }: Context,
  probe: number,
): Ping | undefined {
  if (self.store === undefined) return undefined
  return { kind: 'ping', probe, store: tagOf(self.store), liveHash }
}

/**
 * Answers a ping: `ack` to a member of this cluster, else `nack` and a notice (M4). Whoever thinks
 * otherwise of the others than this member is told who is not alive, in the same frame.
 */
export function answerPing(
  local: MembershipLocal,
  context: Context,
  input: Received<Ping>,
): Decision<MembershipLocal> {
  const { message: ping, from } = input
  if (isSpokenFor(context)) return decided(local)
  const { store, incarnation } = context.self
  const to = { name: from.name, address: from.address }
  const peer = peerFrom(local, context.self, { from, store: ping.store })
  const isWelcome = peer !== undefined || isAwaited(context, from)
  if (store === undefined || !isWelcome) return refusePing(local, context, input)
  const { probe } = ping
  const { refutations } = local
  const { wall } = context
  const ack: Message = { kind: 'ack', probe, store: tagOf(store), incarnation, refutations, wall }
  const effects: Effect[] = [{ kind: 'send', to, message: ack }]
  if (peer !== undefined && ping.liveHash !== local.liveHash)
    effects.push({ kind: 'send', to, message: reportOfUnwell(local, context) })
  return decided(local, { effects })
}

/** Another process has gone on with this store, at this very address: it answers. */
function isSpokenFor({ self, state }: Context): boolean {
  if (self.store === undefined || isMember(state, self.store)) return false
  return supersederOf(state, self.store)?.address === self.address
}

/** Let in, but the log that lists the others is still on its way: the cluster's word must do. */
export const isAwaited = (context: Context, from: Sender): boolean =>
  context.lifecycle === 'joining' &&
  from.cluster !== '' &&
  from.cluster === clusterLabel(context.self.cluster)

/**
 * Not a member, or not the store the roster lists under that name: a process that lost its store,
 * a second one of the same name, or one admitted by somebody we have not heard from. It pulls.
 */
function refusePing(
  local: MembershipLocal,
  context: Context,
  input: Received<Ping>,
): Decision<MembershipLocal> {
  const { from, message } = input
  const detail = `${from.name} at ${from.address}, store ${message.store}, is no member here`
  const nack: Message = { kind: 'nack', about: 'ping', refusal: 'not-member' }
  const why = refusal('not-member', detail)
  const refused = decided(local, {
    effects: [
      { kind: 'send', to: { name: from.name, address: from.address }, message: nack },
      { kind: 'publish', notice: messageRefused(from.name, 'ping', why) },
    ],
  })
  return andThen(refused, (next) => hearStranger(next, context, from))
}

/**
 * Only who is listed is pinged: another cluster takes this member for one of its own, as after a
 * disk was lost, or put back to before it was let in there. Told once a cluster.
 */
function hearStranger(
  local: MembershipLocal,
  { self }: Context,
  { cluster, name: by, address }: Sender,
): Decision<MembershipLocal> {
  const { strangers, joining } = local
  const isOther = cluster !== '' && cluster !== clusterLabel(self.cluster)
  const isKnown = strangers.has(cluster) || strangers.size >= strangersMax
  if (self.role === 'client' || !isOther || isKnown || joining !== undefined) return decided(local)
  const told = { ...local, strangers: new Set(strangers).add(cluster) }
  const notice = { kind: 'listed-elsewhere', cluster, by, address } as const
  return decided(told, { effects: [{ kind: 'publish', notice }] })
}
