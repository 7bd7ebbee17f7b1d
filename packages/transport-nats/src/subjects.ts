/**
 * Decides which subjects a cluster uses, and what they say.
 *
 *   quorate.<cluster>.m.<address>                    frames for one member
 *   quorate.<cluster>.all                            frames for every member
 *   quorate.<cluster>.r.<from>.<instance>.<target>   reply subject of every frame
 *
 * Nobody answers on a reply subject. It is there because it tells the receiver who sent, and
 * because the server, when nobody listens at the target, says so on it: its last token then names
 * the target, which the server's notice does not. The sender is not put into the frame's own
 * subject, for that would make a subject per pair of members, more than servers keep in their
 * caches. `<instance>` tells apart two processes that claim one address.
 */
import { isAddress } from '@quorate/core'
import type { Address } from '@quorate/core'
import { decodeToken, encodeToken } from './subject-token.ts'

/** How many routes and senders are remembered; beyond it all are forgotten and found again. */
export const rememberedMax = 4096
/** Longest cluster name, in characters of its token: a publish must fit a server's control line. */
export const clusterTokenMax = 192
const loneSurrogate = /\p{Surrogate}/u
/** No address encodes to this. */
const everybody = '%all'

/** Where a frame goes. */
export interface Route {
  readonly subject: string
  readonly reply: string
}

/** Who a frame came from. */
export interface Sender {
  readonly from: Address
  /** True when this very transport sent it. */
  readonly isOwn: boolean
}

/** Whose subjects: `instance` is random, of letters and digits. */
export interface SubjectOwner {
  readonly cluster: string
  readonly address: Address
  readonly instance: string
}

/** What one transport subscribes to, and how it reads and writes subjects. */
export interface Subjects {
  readonly own: string
  readonly all: string
  /** Covers the reply subjects of all that this transport sends. */
  readonly notices: string
  readonly broadcast: Route
  routeTo(to: Address): Route
  /** undefined when no transport of this cluster can have made this reply subject. */
  senderOf(reply: string): Sender | undefined
  /** The target of a reply subject of this transport; undefined for a broadcast. */
  targetOf(reply: string): Address | undefined
  /** The member whose frames this subject carries. */
  memberOf(subject: string): Address | undefined
}

export const isClusterName = (text: string): boolean =>
  text.length > 0 && !loneSurrogate.test(text) && encodeToken(text).length <= clusterTokenMax

export function subjectsOf({ cluster, address, instance }: SubjectOwner): Subjects {
  const root = `quorate.${encodeToken(cluster)}`
  const members = `${root}.m.`
  const replies = `${root}.r.`
  const inbox = `${replies}${encodeToken(address)}.${instance}.`
  return {
    own: members + encodeToken(address),
    all: `${root}.all`,
    notices: `${inbox}*`,
    broadcast: { subject: `${root}.all`, reply: inbox + everybody },
    routeTo: remembering((to: Address) => {
      const token = encodeToken(to)
      return { subject: members + token, reply: inbox + token }
    }),
    senderOf: remembering((reply: string) => {
      // Servers of a super-cluster put a prefix of theirs before a reply subject.
      const start = reply.indexOf(replies)
      const [from, sender] = start < 0 ? [] : reply.slice(start + replies.length).split('.')
      const found = addressIn(from)
      return found && { from: found, isOwn: sender === instance && found === address }
    }),
    targetOf: remembering((reply: string) => addressIn(reply.slice(reply.lastIndexOf('.') + 1))),
    memberOf: (subject) =>
      subject.startsWith(members) ? addressIn(subject.slice(members.length)) : undefined,
  }
}

function addressIn(token: string | undefined): Address | undefined {
  const text = token === undefined ? undefined : decodeToken(token)
  return text !== undefined && isAddress(text) ? text : undefined
}

/** Remembers answers: a member speaks with few others, and often. */
function remembering<Key, Answer>(answer: (key: Key) => Answer): (key: Key) => Answer {
  const remembered = new Map<Key, Answer>()
  return (key) => {
    const known = remembered.get(key)
    if (known !== undefined) return known
    const found = answer(key)
    if (remembered.size >= rememberedMax) remembered.clear()
    remembered.set(key, found)
    return found
  }
}
