/**
 * The switch of replication: which function answers which input, and whether its sender may talk
 * about this log at all (R7). It moves entries and knows nothing of their meaning.
 */
import { countOf } from '../log/index.ts'
import {
  clusterLabel,
  type Delta,
  type Digest,
  type Effect,
  type Input,
  marked,
  type Message,
  type MessageReceived,
  messageRefused,
  type Nack,
  type Pull,
  refusal,
  type Sender,
  storeOf,
  unreachable,
} from '../model/index.ts'
import {
  type Context,
  type Decide,
  decided,
  type Decision,
  isFromMember,
  recordOf,
  wasMember,
} from '../state/index.ts'
import {
  givePuller,
  receiveDelta,
  receiveDigest,
  receiveNack,
  receivePull,
} from './anti-entropy.ts'
import { type ReplicationLocal, unknownAskedMax } from './local.ts'
import { endPull, peerOfTimer } from './pull.ts'

type Decided = Decision<ReplicationLocal>

export const decideReplication: Decide<ReplicationLocal> = (local, context, input: Input) => {
  switch (input.kind) {
    case 'message-received':
      return decideMessage(local, context, input)
    case 'timer-fired': {
      const name = peerOfTimer(input.timer)
      if (name === undefined) return decided(local)
      return decided(endPull(local, name), { effects: [marked('replication.pull-timed-out')] })
    }
    default:
      return decided(local)
  }
}

function decideMessage(local: ReplicationLocal, context: Context, input: MessageReceived): Decided {
  const { from, message } = input
  if (!isReplication(message)) return decided(local)
  const standing = standingOf(context, from)
  if (standing === 'unknown' && message.kind === 'pull')
    return explain(local, context, { from, message })
  if (standing === 'unknown' && message.kind === 'delta' && local.pulls.has(from.name))
    return hear(local, context, { from, message })
  if (standing === 'stranger' || standing === 'unknown') return refused(local, from, message)
  const heard = hear(local, context, { from, message })
  if (standing === 'member') return heard
  return { ...heard, effects: [...heard.effects, marked('replication.former-member')] }
}

function hear(
  local: ReplicationLocal,
  context: Context,
  { from, message }: { readonly from: Sender; readonly message: ReplicationMessage },
): Decided {
  switch (message.kind) {
    case 'digest':
      return receiveDigest(local, context, { from, message })
    case 'pull':
      return receivePull(local, context, { from, message })
    case 'delta':
      return receiveDelta(local, context, { from, message })
    case 'nack':
      return receiveNack(local, context, { from, message })
    default:
      return unreachable(message)
  }
}

/**
 * Let in by one that was out itself, it finds in the log why nobody knows it (R7). If it holds more
 * than this member of what a store wrote that is known here, it is asked for that: who let it in
 * may have told nobody else, or this log was put back to before it was.
 */
function explain(
  local: ReplicationLocal,
  context: Context,
  pull: { readonly from: Sender; readonly message: Pull },
): Decided {
  if (hasMoreOfKnown(local, context, pull.message) && mayAskUnknown(local, context)) {
    const asked = receivePull(local, context, pull)
    return { ...asked, effects: [...asked.effects, marked('replication.unknown-asked')] }
  }
  const given = givePuller(local, context, pull)
  return { ...given, effects: [...given.effects, marked('replication.unknown-told')] }
}

/** Whatever lets anybody in that counts rests on an entry by a store that is known already. */
function hasMoreOfKnown(
  { forks }: ReplicationLocal,
  { state, log }: Context,
  { vector }: Pull,
): boolean {
  for (const [stream, count] of vector) {
    const isMore = countOf(log, stream) < count && !forks.has(stream)
    if (isMore && recordOf(state, storeOf(stream)) !== undefined) return true
  }
  return false
}

/** A few at a time: what one brings the others mostly have too. */
function mayAskUnknown({ pulls }: ReplicationLocal, { state }: Context): boolean {
  let asked = 0
  for (const name of pulls) if (state.names.get(name) === undefined) asked++
  return asked < unknownAskedMax
}

type ReplicationMessage = Digest | Pull | Delta | Nack

const isReplication = (message: Message): message is ReplicationMessage =>
  message.kind === 'digest' ||
  message.kind === 'pull' ||
  message.kind === 'delta' ||
  message.kind === 'nack'

/**
 * Members exchange entries; so do former members, that they learn of it and their entries are not
 * lost; and whoever joins takes them from its new cluster before it knows the roster. Whoever is of
 * this cluster and unknown here is given them, and nothing is taken from it that was not asked for
 * (R7).
 */
function standingOf(context: Context, from: Sender): Standing {
  const { self, state, lifecycle } = context
  if (from.cluster === '' || from.cluster !== clusterLabel(self.cluster)) return 'stranger'
  if (lifecycle === 'joining' || isFromMember(context, from)) return 'member'
  return wasMember(state, from.name) ? 'former' : 'unknown'
}

type Standing = 'member' | 'former' | 'unknown' | 'stranger'

function refused(local: ReplicationLocal, from: Sender, message: ReplicationMessage): Decided {
  // A nack is not answered, or two strangers would nack for ever.
  if (message.kind === 'nack') return decided(local)
  const { name, address } = from
  const why = refusal('not-member', `${name} at ${address} was never a member here`)
  const nack: Nack = { kind: 'nack', about: message.kind, refusal: why.kind }
  const notice = messageRefused(name, message.kind, why)
  const effects: Effect[] = [
    { kind: 'send', to: { name, address }, message: nack },
    { kind: 'publish', notice },
  ]
  return decided(local, { effects })
}
