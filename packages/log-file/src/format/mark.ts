/**
 * The durable mark: up to where a segment is known to be durable. It is written after a sync, when
 * there is time, and made durable by the next one, in two places by turns, so that one of them can
 * always be read. It may lag behind what was synced; it must never run ahead.
 */
import { crc32 } from 'node:zlib'
import { blockBytes } from './layout.ts'

export interface DurableMark {
  /** How many marks the segment had before: the greater one counts, and says where it is. */
  readonly turn: number
  /** All bytes before this place in the file are durable. */
  readonly durableTo: number
  /** How many entries of the segment that is. */
  readonly entries: number
}

const markBytes = 20
const checksumAt = markBytes - 4
/** A new segment has two marks, before anything was synced under its name. */
export const firstTurns: readonly number[] = [0, 1]

/** Where a mark is in the file: the second block, or the third. */
export const markAt = ({ turn }: DurableMark): number => blockBytes * (1 + (turn % 2))

/** Whether something was synced since the segment got its name, so that its name is durable. */
export const isProven = ({ turn }: DurableMark): boolean => turn >= firstTurns.length

/** `segment` is part of the checksum: a mark counts in its own segment only. */
export function encodeMark({ turn, durableTo, entries }: DurableMark, segment: number): Uint8Array {
  const bytes = new Uint8Array(markBytes)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(turn))
  view.setUint32(8, durableTo)
  view.setUint32(12, entries)
  view.setUint32(checksumAt, crc32(bytes.subarray(0, checksumAt), segment))
  return bytes
}

/** The marks that can be read in the front of a segment file, the one that counts first. */
export const decodeMarks = (front: Uint8Array, segment: number): readonly DurableMark[] =>
  [blockBytes, 2 * blockBytes]
    .map((at) => decodeMark(front.subarray(at, at + markBytes), segment))
    .filter((mark) => mark !== undefined)
    .toSorted((a, b) => b.turn - a.turn)

function decodeMark(bytes: Uint8Array, segment: number): DurableMark | undefined {
  if (bytes.length < markBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, markBytes)
  if (crc32(bytes.subarray(0, checksumAt), segment) !== view.getUint32(checksumAt)) return undefined
  const turn = Number(view.getBigUint64(0))
  return { turn, durableTo: view.getUint32(8), entries: view.getUint32(12) }
}
