/**
 * Which kinds of fault a scenario allows, and how they are mixed. Swarm testing (Groce et al.,
 * ISSTA 2012): leaving kinds out of a run at random lets rare interplay of the others happen.
 */

/** What can break in any run. */
export const faultKinds = [
  'cut',
  'one-way',
  'clog',
  'loss',
  'duplicate',
  'reorder',
  'corrupt',
  'narrow',
  'pause',
  'slow',
  'crash',
  'torn',
  'moved',
  'backup',
  'lost',
  'clock',
  'disk',
  'rot',
] as const

/**
 * What can break besides, and is in no run that does not ask for it: a crash at a call of the disk,
 * which is nothing to processes that keep nothing on it; and a disk that is copied, with both in
 * use, which operators must not do (docs/SAFETY.md).
 */
export const furtherKinds = ['crash-at', 'clone'] as const

export type FaultKind = (typeof faultKinds)[number] | (typeof furtherKinds)[number]

/** The kinds a run may have; in a swarm each run has a random half of them. */
export interface FaultMix {
  readonly kinds: readonly FaultKind[]
  readonly isSwarm: boolean
}

export interface Faults {
  /** A random subset of these kinds in each run, of random strength; default `faultKinds`. */
  swarm(...kinds: readonly FaultKind[]): FaultMix
  /** All of these kinds in every run. */
  only(...kinds: readonly FaultKind[]): FaultMix
  /** Nothing breaks; frames still overtake each other. */
  none(): FaultMix
}

export const fault: Faults = {
  swarm: (...kinds) => ({ kinds: kinds.length > 0 ? kinds : faultKinds, isSwarm: true }),
  only: (...kinds) => ({ kinds, isSwarm: false }),
  none: () => ({ kinds: [], isSwarm: false }),
}
