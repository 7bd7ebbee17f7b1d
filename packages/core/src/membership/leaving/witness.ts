/**
 * Who may confirm that a member left, and whom of them it asks. It must never take for a witness
 * who may not have known the leaver: to its pings such a one says `not-member` too. Invariant: M36.
 */
import type { Destination, Entropy, Sender } from '../../model/index.ts'
import { destinationOf, drawSome, poolOf } from '../../model/index.ts'
import type { Context, StoreRecord } from '../../state/index.ts'
import { rosterOf } from '../../state/index.ts'
import type { MembershipLocal, Witness } from '../local/index.ts'

/** So long after it was let in, all that can ping each other have heard of it (R5). */
const metPeriods = 5

/** The other members, as they are now. */
export function witnessesOf(
  local: MembershipLocal,
  context: Context,
  own: StoreRecord,
): readonly Witness[] {
  const hasMetAll = context.wall >= own.admitted.hlc.l + metPeriods * local.config.periodMs
  return rosterOf(context.state)
    .filter(({ store }) => store !== own.store)
    .map((record) => {
      const { name, address } = record
      const hasAcked = local.live.get(name)?.lastAck !== undefined
      return { name, address, hasKnown: hasMetAll || hasAcked || restsOn(record, own) }
    })
}

/**
 * It let this member in, or was let in by one that knew of it: its log begins with that of its
 * sponsor. All logs begin with the founder.
 */
const restsOn = ({ store, admitted }: StoreRecord, own: StoreRecord): boolean =>
  own.admitted.event.kind === 'cluster-founded' ||
  store === own.admitted.store ||
  admitted.store === own.store ||
  (admitted.stream === own.admitted.stream && admitted.seq > own.admitted.seq)

/** The witness that a message is from. */
export const witnessFrom = (
  witnesses: readonly Witness[],
  { name, address }: Sender,
): Witness | undefined =>
  witnesses.find((witness) => {
    const its = destinationOf(witness)
    return its.name === name && its.address === address
  })

/**
 * `count` of them, drawn at random: all but one place go to those that are known to have known the
 * leaver, as far as there are any, since only they can confirm.
 */
export function drawWitnesses(
  witnesses: readonly Witness[],
  entropy: Entropy,
  count: number,
): readonly Destination[] {
  const knowing = witnesses.filter(({ hasKnown }) => hasKnown)
  const first = drawSome(poolOf(knowing), {
    entropy,
    label: 'membership/witness/knowing',
    count: count - 1,
  })
  const others = drawSome(poolOf(witnesses.filter((witness) => !first.includes(witness))), {
    entropy,
    label: 'membership/witness/other',
    count: count - first.length,
  })
  return [...first, ...others].map(destinationOf)
}
