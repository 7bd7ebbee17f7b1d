/** What a process of many members is asked to measure, and what it answers. */

export interface RestPlan {
  readonly members: number
  /** Before measuring, after all know all. */
  readonly restMs: number
  readonly windows: number
  readonly windowMs: number
}

export interface RestReport {
  /** Processor milliseconds per member and second, by window. */
  readonly cpuMs: readonly number[]
  /** Resident while they ran, above the process without members. */
  readonly residentKbPerMember: number
  /** Of that, what lives: the heap after a collection, above the same. */
  readonly heapKbPerMember: number
  readonly framesPerMemberSecond: number
  /** How busy the event loop was: near 1, this is all it can do, and not what rest takes. */
  readonly loopShare: number
  /** Until all knew all. */
  readonly gatheredMs: number
  /** Notices that somebody is suspected or found failed, while measuring: there should be none. */
  readonly accusations: number
}
