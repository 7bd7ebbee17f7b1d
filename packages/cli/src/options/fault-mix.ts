/**
 * `--faults`: what may break in simulated runs. A swarm leaves kinds out of each run at random;
 * kinds by name are in every run.
 */
import {
  fault,
  type FaultKind,
  faultKinds,
  type FaultMix,
  furtherKinds,
} from '@quorate/transport-memory'
import { InvalidArgumentError } from 'commander'

/** The faults, and how they were asked for. */
export interface GivenFaults {
  readonly text: string
  readonly mix: FaultMix
}

/** The mix. @throws InvalidArgumentError saying what is allowed. */
export function parseFaults(text: string): GivenFaults {
  if (text === 'swarm') return { text, mix: fault.swarm() }
  if (text === 'none') return { text, mix: fault.none() }
  if (text === 'all') return { text, mix: fault.only(...faultKinds) }
  const kinds = text.split(',')
  if (kinds.every(isKind)) return { text, mix: fault.only(...kinds) }
  throw new InvalidArgumentError(
    `It must be swarm, all, none, or kinds with commas between them: ${known.join()}.`,
  )
}

const known: readonly FaultKind[] = [...faultKinds, ...furtherKinds]
const isKind = (text: string): text is FaultKind => known.some((kind) => kind === text)
