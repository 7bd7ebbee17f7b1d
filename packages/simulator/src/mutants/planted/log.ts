/**
 * Bugs in the log itself: its order, what may enter it, what of it is told. Each breaks S1, S2 or
 * S3, or leaves somebody without an entry for ever.
 */
import type { Mutant } from '../mutant.ts'

export const logMutants: readonly Mutant[] = [
  {
    name: 'clock-compared-without-counter',
    area: 'order',
    file: 'time/hlc.js',
    find: 'a.l - b.l || a.c - b.c',
    replace: 'a.l - b.l',
    why: 'entries of one millisecond compare equal',
    expects: ['S3'],
  },
  {
    name: 'order-without-stream',
    area: 'order',
    file: 'log/order.js',
    find: 'if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;',
    replace: '',
    why: 'equal clocks of two members are told apart by number only: the tie-break is missing',
    expects: ['S3', 'S4'],
  },
  {
    name: 'late-entries-at-the-end',
    area: 'order',
    file: 'log/admit.js',
    find: 'mergeOrdered(log.ordered.slice(position), taken)',
    replace: '[...log.ordered.slice(position), ...taken]',
    why: 'late entries are put behind what they come before',
    expects: ['S3', 'S4'],
  },
  {
    name: 'late-place-of-the-last',
    area: 'replay',
    file: 'log/admit.js',
    find: 'admitted: taken, position };\n}',
    replace: `admitted: taken,
      position: isAtEnd ? position : placeOf(log.ordered, taken[taken.length - 1]) };
    }`,
    why: 'of several late entries, the fold begins again at the last one',
    expects: ['S9', 'S4'],
  },
  {
    name: 'streams-not-contiguous',
    area: 'admission',
    file: 'log/admit.js',
    find: `if (entry.seq > 0 && head === undefined) return 'gap';
      if (this.#guard.isVouched !== true && !isLinked(head, entry)) return 'chain-broken';`,
    replace: '',
    why: 'neither the number nor the hash of the entry before is looked at',
    expects: ['S2'],
  },
  {
    name: 'gap-taken-for-a-fork',
    area: 'admission',
    file: 'log/admit.js',
    find: `if (entry.seq > 0 && head === undefined) return 'gap';`,
    replace: '',
    why: 'an entry that came early is blamed on its author, and never asked for',
    expects: ['false equivocation'],
  },
  {
    name: 'deps-not-asked-for',
    area: 'admission',
    file: 'log/admit.js',
    find: "if (dependency === undefined) return 'missing-deps';",
    replace: 'if (dependency === undefined) continue;',
    why: 'an entry is taken before what it rests on',
    expects: ['S2'],
  },
  {
    name: 'future-entries-taken',
    area: 'admission',
    file: 'time/hlc.js',
    find: 'remote.l > wall + maxMs',
    replace: 'false',
    why: 'one wrong clock carries everybody into the future',
    expects: ['S3', 'L8'],
  },
  {
    name: 'delta-one-entry-late',
    area: 'log',
    file: 'time/version-vector.js',
    find: `const from = other.get(stream) ?? 0;
        if (to > from)`,
    replace: 'const from = (other.get(stream) ?? -1) + 1; if (to > from)',
    why: 'the count held is taken for the last number held',
    expects: ['L1'],
  },
  {
    name: 'delta-without-the-last',
    area: 'log',
    file: 'log/delta.js',
    find: 'if (cursor.next >= cursor.end)',
    replace: 'if (cursor.next >= cursor.end - 1)',
    why: 'the end of a range is taken for its last entry',
    expects: ['L1'],
  },
  {
    name: 'digest-by-size',
    area: 'log',
    file: 'log/digest.js',
    find: 'text += `${stream}:${count}:${mark};`',
    replace: 'text = String(Number(text) + count);',
    why: 'logs of equal size are taken for equal logs',
    expects: ['L1', 'S4'],
  },
]
