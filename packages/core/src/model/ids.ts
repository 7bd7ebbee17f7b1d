/**
 * The names of things. Each is a branded string, so that a store id can never be passed for a
 * member name; each has one parser, which is the only way from an unbranded string.
 *
 * Ids made of bytes are lower-case hex: comparing two of one length with `<` is then comparing
 * their bytes, which the total order of the log relies on.
 */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A member's name: 1 to 64 of `a-z 0-9 . _ -`. Unique among the members of a cluster. */
export type MemberName = Branded<'MemberName'>
/** Where a transport delivers frames for a member; opaque to the core. 1 to 255 characters. */
export type Address = Branded<'Address'>
/** One life of a member's data: 16 random bytes, minted with an empty log. */
export type StoreId = Branded<'StoreId'>
/**
 * The first 8 bytes of a store's id: names a member in gossip at half the length. Of 10^15 clusters
 * of a hundred members, one has two members of one tag.
 */
export type StoreTag = Branded<'StoreTag'>
/** One process's writes to a store: 8 random bytes, minted at its first write. */
export type RunId = Branded<'RunId'>
/** `store.run`: the gapless sequence of one run of one store. */
export type StreamId = Branded<'StreamId'>
/** A cluster's identity: 16 random bytes, minted by the member that founds it. */
export type ClusterId = Branded<'ClusterId'>

/** Who a log belongs to. */
export interface LogIdentity {
  readonly store: StoreId
  readonly cluster: ClusterId
}

/** `protocol/purpose[/subject]`, e.g. `membership/probe/b`. At most one deadline a key. */
export type TimerKey = string

const memberName = /^[a-z0-9._-]{1,64}$/
const address = /^[\x21-\x7e]{1,255}$/
const hex = /^[0-9a-f]*$/

export const storeIdBytes = 16
export const storeTagBytes = 8
export const runIdBytes = 8
export const clusterIdBytes = 16

export const isMemberName = (text: string): text is MemberName => memberName.test(text)
export const isAddress = (text: string): text is Address => address.test(text)
export const isStoreId = (text: string): text is StoreId => isHex(text, storeIdBytes)
export const isStoreTag = (text: string): text is StoreTag => isHex(text, storeTagBytes)
export const isRunId = (text: string): text is RunId => isHex(text, runIdBytes)
export const isClusterId = (text: string): text is ClusterId => isHex(text, clusterIdBytes)

export const tagOf = (store: StoreId): StoreTag => store.slice(0, storeTagBytes * 2) as StoreTag

export const streamOf = (store: StoreId, run: RunId): StreamId => `${store}.${run}` as StreamId
export const storeOf = (stream: StreamId): StoreId => stream.slice(0, storeIdBytes * 2) as StoreId
export const runOf = (stream: StreamId): RunId => stream.slice(storeIdBytes * 2 + 1) as RunId

export const isStreamId = (text: string): text is StreamId =>
  text.length === storeIdBytes * 2 + 1 + runIdBytes * 2 &&
  text[storeIdBytes * 2] === '.' &&
  isStoreId(text.slice(0, storeIdBytes * 2)) &&
  isRunId(text.slice(storeIdBytes * 2 + 1))

/**
 * The name under which a member stays in the roster when another store holds its name: two halves
 * of a partition may each admit one. `#` cannot occur in a name that somebody chose.
 */
export const displacedName = (name: MemberName, store: StoreId | StoreTag): MemberName =>
  `${name}#${store.slice(0, 8)}` as MemberName

export const isDisplacedName = (name: MemberName): boolean => name.includes('#')

/** The name a member chose, and proves in its frames, under whichever it is listed. */
export const chosenName = (name: MemberName): MemberName =>
  isDisplacedName(name) ? (name.slice(0, name.indexOf('#')) as MemberName) : name

const isHex = (text: string, bytes: number): boolean => text.length === bytes * 2 && hex.test(text)
