/**
 * The order of the members that the probe schedule counts in: the live ones by the tag of their
 * store, so that members which agree on who is live agree on the ring without a message. It must
 * depend on nothing else: not on names, of which two may be one, nor on who was heard of first.
 */
import type { StoreTag } from '../../model/index.ts'

export interface Ring {
  /** By tag, each once. */
  readonly members: readonly StoreTag[]
  /** The own place among them. */
  readonly own: number
}

/** The ring of these members and oneself, whether or not one is among them. */
export function ringOf(tags: Iterable<StoreTag>, own: StoreTag): Ring {
  const members = [...new Set([own, ...tags])].toSorted((a, b) => (a < b ? -1 : 1))
  return { members, own: members.indexOf(own) }
}
