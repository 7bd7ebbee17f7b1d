/**
 * Where what is in a segment file, version 1; `docs/log-format.md` says it byte by byte. Decides
 * numbers only. Header and marks have a block each, so that a write of one, torn or gone wrong,
 * does not touch another: no disk writes more than 4 KiB as a whole.
 */

export const formatVersion = 1

/** What every segment begins with: `QUORLOG` and a line feed. */
export const magic: readonly number[] = [0x51, 0x55, 0x4f, 0x52, 0x4c, 0x4f, 0x47, 0x0a]

/** Of the header, and of each of the two marks. */
export const blockBytes = 4_096
/** The header and the marks, and where the first record begins. */
export const recordsAt: number = 3 * blockBytes
/** Length, checksum and kind. */
export const recordHeadBytes = 9
/** Where in a record its kind is. */
export const kindAt: number = recordHeadBytes - 1
/** Bytes of the records of one segment, at most: a mark says in 32 bits where they end. */
export const recordsBytesMax: number = 0xff_ff_ff_ff - recordsAt
/** The largest entry, in bytes. */
export const entryBytesMax: number = 16 * 1_024 * 1_024
