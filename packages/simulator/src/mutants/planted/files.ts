/**
 * Bugs of the log in files: what is told before the disk has it, what a crash leaves and opening
 * does not see, and what is cut off or taken though it is damaged.
 */
import type { Mutant } from '../mutant.ts'

const ofLogFile = { area: 'files', package: 'log-file' } as const

export const fileMutants: readonly Mutant[] = [
  {
    ...ofLogFile,
    name: 'append-not-synced',
    file: 'writing/segment-file.js',
    find: 'this.#withMark(writing), durably(this.#file.sync()), defer(() => this.#synced',
    replace: 'this.#withMark(writing), defer(() => this.#synced',
    why: 'what was written is taken for durable',
    expects: ['S8', 'R1'],
  },
  {
    ...ofLogFile,
    name: 'mark-ahead-of-sync',
    file: 'writing/segment-file.js',
    find: `this.#withMark(writing), durably(this.#file.sync()),
      defer(() => this.#synced(records.length, entries.length)))`,
    replace: `this.#withMark(writing),
      defer(() => { this.#synced(records.length, entries.length); this.rest(); return EMPTY }),
      durably(this.#file.sync()))`,
    why: 'the durable mark may be on the disk before what it speaks of',
    expects: ['S8'],
  },
  {
    ...ofLogFile,
    name: 'segment-name-not-synced',
    file: 'writing/make-segment.js',
    find: 'concat(made, durably(fs.syncFolder(folder)))',
    replace: 'made',
    why: 'a segment is written to whose name a crash may take away',
    expects: ['S8'],
  },
  {
    ...ofLogFile,
    name: 'log-name-not-synced',
    file: 'writing/make-log.js',
    find: ", durably(fs.syncFolder(''))",
    replace: '',
    why: 'a log is begun whose folder a crash may take away',
    expects: ['S8'],
  },
  {
    ...ofLogFile,
    name: 'segment-content-not-synced',
    file: 'writing/make-segment.js',
    find: 'concat(file.write(0, bytes), file.sync())',
    replace: 'file.write(0, bytes)',
    why: 'a name leads to a segment that a crash empties',
    expects: ['S8'],
  },
  {
    ...ofLogFile,
    name: 'damage-taken-for-a-tail',
    file: 'reading/segment.js',
    find: 'isBeforeCommit || end < durable.to || entries.length < durable.entries',
    replace: 'false',
    why: 'records before the durable mark are cut off like a write that did not complete',
    expects: ['S8'],
  },
  {
    ...ofLogFile,
    name: 'checksum-not-compared',
    file: 'format/record.js',
    find: 'if (found !== view.getUint32(at + checksumAt))',
    replace: 'if (found < 0)',
    why: 'whatever has a length and a kind is an entry',
    expects: ['S1'],
  },
  {
    ...ofLogFile,
    name: 'tail-written-over',
    file: 'store/repair.js',
    find: 'if (wasClosed(last))',
    replace: 'if (wasClosed(last) || isProven(mark))',
    why: 'entries behind the mark are told as found, and the next ones take their place',
    expects: ['S8', 'S1'],
  },
  {
    ...ofLogFile,
    name: 'draft-left-behind',
    file: 'writing/make-log.js',
    find: '[unfinished, unfinishedCheckpoint].filter',
    replace: '[unfinishedCheckpoint].filter',
    why: 'after a crash in the middle of making a segment none can be made any more',
    expects: ['L1'],
  },
]
