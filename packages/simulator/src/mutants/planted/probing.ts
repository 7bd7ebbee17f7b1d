/**
 * Bugs in asking who is there and in what is made of the answers.
 */
import type { Mutant } from '../mutant.ts'

export const probingMutants: readonly Mutant[] = [
  {
    name: 'suspicion-never-cleared',
    area: 'probing',
    file: 'membership/verdict.js',
    find: `status: 'alive', incarnation: ack.incarnation`,
    replace: `status: view.status, incarnation: ack.incarnation`,
    why: 'an ack measures, and does not revive',
    expects: ['M5'],
  },
  {
    name: 'misses-add-up',
    area: 'probing',
    file: 'membership/verdict.js',
    find: 'missed: 0, probe, failedSince: undefined',
    replace: 'missed: peer.missed, probe, failedSince: undefined',
    why: 'misses count though there was an answer between',
    expects: ['M6'],
  },
  {
    name: 'missed-probe-kept',
    area: 'probing',
    file: 'membership/verdict.js',
    find: 'missed: count, probe: undefined, failedSince',
    replace: 'missed: count, probe: peer.probe, failedSince',
    why: 'a peer whose ack was lost once is never asked again',
    expects: ['M3'],
  },
  {
    name: 'death-never-found',
    area: 'probing',
    file: 'membership/verdict.js',
    find: 'const count = Math.min(peer.missed + 1, local.config.failAfterMisses);',
    replace: 'const count = Math.min(peer.missed + 1, local.config.failAfterMisses - 2);',
    why: 'misses are counted up to one short of failing',
    expects: ['M6'],
  },
  {
    name: 'anybody-is-acked',
    area: 'probing',
    file: 'membership/probe.js',
    find: 'if (store === undefined || !isWelcome)',
    replace: 'if (store === undefined)',
    why: 'who was ejected, or never in, is answered as a member',
    expects: ['M4'],
  },
]
