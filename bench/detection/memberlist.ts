/**
 * What a detector in wide use reached, to print beside ours: memberlist 0.2.2, LAN defaults, one
 * process, measured on 2 cores, over sockets of one machine, neither encrypted nor authenticated.
 * As recorded then; nothing here is computed. Its periods are those of ours: a probe each second,
 * given up after one more; gossip each 200 ms.
 */
import type { Spread } from '../figure.ts'

export const memberlistSource = 'memberlist 0.2.2, LAN defaults, one process, measured on 2 cores'

/** Virtual time of ours is elapsed time here; milliseconds. */
export interface MemberlistTimes {
  /** Of five abrupt kills, one at a time: until anybody suspects the member. */
  readonly firstSuspicion: Spread
  /** Until anybody reports it dead. */
  readonly firstFailed: Spread
  /** Until all survivors do. */
  readonly knownByAll: Spread
  /** All but one join that one at once: until each has seen each; the extremes of a few runs. */
  readonly join: Omit<Spread, 'value'>
}

const spread = (min: number, value: number, max: number): Spread => ({ value, min, max })

export const memberlistTimes: ReadonlyMap<number, MemberlistTimes> = new Map([
  [
    10,
    {
      firstSuspicion: spread(1000, 2500, 3200),
      firstFailed: spread(5000, 6500, 7200),
      knownByAll: spread(5000, 6700, 7400),
      join: { min: 400, max: 400 },
    },
  ],
  [
    50,
    {
      firstSuspicion: spread(1300, 2500, 2700),
      firstFailed: spread(8000, 9300, 9500),
      knownByAll: spread(8400, 9500, 9900),
      join: { min: 1030, max: 1200 },
    },
  ],
  [
    100,
    {
      firstSuspicion: spread(1400, 2300, 4800),
      firstFailed: spread(9400, 10_300, 12_800),
      knownByAll: spread(9900, 11_000, 13_200),
      join: { min: 2260, max: 2580 },
    },
  ],
  [
    200,
    {
      firstSuspicion: spread(1300, 1900, 1900),
      firstFailed: spread(10_500, 11_100, 11_100),
      knownByAll: spread(11_100, 11_500, 11_700),
      join: { min: 4200, max: 6100 },
    },
  ],
])

/** At rest, of each member a second, the same at 10, 50, 100 and 200 members. */
export const memberlistRest = {
  messages: 2,
  /** Of UDP payload, unauthenticated; 141 with the headers of IP and UDP. */
  bytes: 85,
} as const
