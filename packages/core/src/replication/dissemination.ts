/**
 * Pushing news to a few peers at once, so that it need not wait for the next digest. It decides to
 * whom and how far; it is a shortcut only: whatever is lost, anti-entropy brings (R5). Hops fall
 * with every passing on, and only what was new is passed on, so a push ends (R6).
 */
import {
  type Delta,
  destinationOf,
  type Digest,
  drawSome,
  type Effect,
  type LogEntry,
  type MemberName,
  type PeerView,
  poolOf,
  type Sender,
} from '../model/index.ts'
import { bytesInDelta, type Holding, holdingHash } from '../log/index.ts'
import type { Context } from '../state/index.ts'
import type { ReplicationLocal } from './local.ts'

/** Pushes of this member's own new entries, to be carried out once they are durable (R1). */
export function disseminate(
  local: ReplicationLocal,
  context: Context,
  entries: readonly LogEntry[],
): readonly Effect[] {
  // ceil(log2(members)) passings on reach everyone even if each reaches only one more.
  const hops = Math.ceil(Math.log2(context.live.size + 1))
  return pushes({ local, context, entries, hops, except: undefined })
}

/** Passes on what was new in a delta, to others than its sender. */
export function passOn(
  local: ReplicationLocal,
  context: Context,
  news: { readonly entries: readonly LogEntry[]; readonly hops: number; readonly from: MemberName },
): readonly Effect[] {
  if (news.hops <= 0) return []
  const { entries, from } = news
  return pushes({ local, context, entries, hops: news.hops - 1, except: from })
}

/**
 * What a pull brought others may lack as well, as after a heal: a few are told what is held here,
 * and whoever differs asks (R9). The entries themselves are not pushed: mostly they are known.
 */
export function tellOthers(
  local: ReplicationLocal,
  context: Context,
  held: Omit<Holding, 'forks'> & { readonly from: Sender },
): readonly Effect[] {
  const { forks } = local
  const hash = holdingHash({ ...held, forks }, context.hash)
  const message: Digest = { kind: 'digest', vectorHash: hash }
  return choosePeers(context, local.config.pushFanout, held.from.name).map(
    (peer): Effect => ({ kind: 'send', to: destinationOf(peer), message }),
  )
}

interface Push {
  readonly local: ReplicationLocal
  readonly context: Context
  readonly entries: readonly LogEntry[]
  readonly hops: number
  readonly except: MemberName | undefined
}

function pushes({ local, context, entries, hops, except }: Push): readonly Effect[] {
  const sent = upTo(entries, local.config.deltaBytesMax)
  if (sent.length === 0) return []
  const message: Delta = { kind: 'delta', entries: sent, more: false, hops }
  return choosePeers(context, local.config.pushFanout, except).map(
    (peer): Effect => ({ kind: 'send', to: destinationOf(peer), message }),
  )
}

/** As many of the first entries as fit; the rest is for anti-entropy. */
function upTo(entries: readonly LogEntry[], bytesMax: number): readonly LogEntry[] {
  let bytes = 0
  const end = entries.findIndex((entry) => {
    bytes += bytesInDelta(entry)
    return bytes > bytesMax
  })
  return end < 0 ? entries : entries.slice(0, end)
}

/** `count` live peers drawn at random (all, if there are no more), the same for the same input. */
function choosePeers(
  context: Context,
  count: number,
  except: MemberName | undefined,
): readonly PeerView[] {
  const isFit = (peer: PeerView): boolean => peer.name !== except && isReachable(peer)
  const reachable = [...context.live.values()].filter(isFit)
  const draw = { entropy: context.entropy, label: 'replication/push', count }
  return drawSome(poolOf(reachable), draw)
}

const isReachable = ({ status }: PeerView): boolean => status === 'alive' || status === 'suspect'
