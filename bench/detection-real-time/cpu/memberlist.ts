/**
 * What memberlist takes at rest, to print beside ours: memberlist 0.2.2, LAN defaults, all members
 * in one process, each with sockets of its own on the loopback, a minute after 15 s of rest,
 * measured on 2 cores. Its figures include the system calls; ours have a network without any.
 */

export interface PeerFigures {
  /** Processor milliseconds per member and second. */
  readonly cpuMs: number
  /** Resident, per member. */
  readonly residentKb: number
}

/** By number of members. */
export const memberlist: ReadonlyMap<number, PeerFigures> = new Map([
  [50, { cpuMs: 0.38, residentKb: 379 }],
  [100, { cpuMs: 0.26, residentKb: 405 }],
  [200, { cpuMs: 0.28, residentKb: 438 }],
])

export const memberlistNote = 'memberlist 0.2.2, LAN defaults, one process, measured on 2 cores'
