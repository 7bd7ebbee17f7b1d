import { libraryScenario, type Responder, type Simulation } from '@quorate/transport-memory'

/** All that users of the library do, under every fault there is. By hand: `quorate sim --runs`. */
export const library = (
  more: Pick<Simulation<Responder>, 'seeds' | 'settings' | 'pctDepth'>,
): Simulation<Responder> => ({ ...libraryScenario(), members: 'any', run: '2m', ...more })

/** Far more than it takes; a runner's own limit is for small tests. */
export const inForMs = 600_000
