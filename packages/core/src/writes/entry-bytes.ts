/**
 * How large the entry of a write becomes, before there is one: an upper bound, so that what is too
 * large is refused before it has an id (W6). What the entry names of other streams comes on top: a
 * new process names every stream once, whatever it writes, and a start sees to it that there is
 * room in a frame for both (`rim/opening.ts`).
 */
import type { Delete, Put, SetMemberInfo } from '../model/index.ts'
import { textBytes, valueBytes } from './value-bytes.ts'

export type WriteCommand = Put | Delete | SetMemberInfo

/** What an entry holds beside key and value at most: ids, clock, chain, kind, basis, signature. */
const headBytes = 512

/** Bytes of the encoded entry at most, but for the streams it names. */
export const entryBytes = (command: WriteCommand): number => headBytes + contentBytes(command)

function contentBytes(command: WriteCommand): number {
  switch (command.kind) {
    case 'put':
      return textBytes(command.key) + valueBytes(command.value)
    case 'delete':
      return textBytes(command.key)
    case 'set-member-info':
      return valueBytes(command.info)
  }
}
