import type { PartialSettings } from '@quorate/core'

/** A few entries at a time: what takes one exchange elsewhere takes many. */
export const tight: PartialSettings = {
  membership: { joinPullBytesMax: 900 },
  replication: { deltaBytesMax: 900, pushFanout: 1 },
  writes: { entryBytesMax: 900 },
}
