/**
 * Bugs in how members bring each other up to date. Two kinds: somebody never gets an entry, or
 * two members talk for ever.
 */
import type { Mutant } from '../mutant.ts'

export const replicationMutants: readonly Mutant[] = [
  {
    name: 'pull-never-given-up',
    area: 'replication',
    file: 'replication/decide.js',
    find: 'return decided(endPull(local, name), {',
    replace: 'return decided(local, {',
    why: 'one lost answer ends the exchange with that peer for ever',
    expects: ['R4', 'L1'],
  },
  {
    name: 'pull-not-resumed',
    area: 'replication',
    file: 'replication/anti-entropy.js',
    find: 'isLacking && (isNew || !wasAsked)',
    replace: 'isLacking && !wasAsked',
    why: 'a cut delta is taken for all there is: a member far behind gets one a period',
    expects: ['L1'],
  },
  {
    name: 'pull-without-progress',
    area: 'replication',
    file: 'replication/anti-entropy.js',
    find: 'isLacking && (isNew || !wasAsked)',
    replace: 'isLacking',
    why: 'what brought nothing is asked for again at once',
    expects: ['R8', 'S13'],
  },
  {
    name: 'refused-pull-repeated',
    area: 'replication',
    file: 'replication/anti-entropy.js',
    find: `if (message.about === 'pull')
        return decided(endPull(local, from.name));
      const started = startPull(local, context, from);`,
    replace: 'const started = startPull(endPull(local, from.name), context, from);',
    why: 'a pull that was refused is answered with a pull',
    expects: ['R8', 'S13'],
  },
  {
    name: 'unsynced-told',
    area: 'replication',
    file: 'replication/anti-entropy.js',
    find: 'upTo: context.durable',
    replace:
      'upTo: new Map([...context.log.streams.entries()].map(([id, all]) => [id, all.length]))',
    why: 'a pull is answered with what the disk does not hold yet',
    expects: ['R1', 'S8'],
  },
  {
    name: 'strangers-replicate',
    area: 'replication',
    file: 'replication/decide.js',
    find: `if (from.cluster === '' || from.cluster !== clusterLabel(self.cluster))
        return 'stranger';
      if (lifecycle === 'joining' || isFromMember(context, from))`,
    replace: 'if (true)',
    why: 'entries of another cluster are taken: two logs become one',
    expects: ['R7', 'S13'],
  },
  {
    name: 'unknown-never-asked',
    area: 'replication',
    file: 'replication/decide.js',
    find: 'recordOf(state, storeOf(stream)) !== undefined',
    replace: 'false',
    why: 'who was let in by one that told nobody and is gone stays out',
    expects: ['R7', 'L1'],
  },
]
