/**
 * A version vector in 8 bytes: what two members compare to see that neither lacks anything. Equal
 * vectors have equal hashes whatever order their streams are in; a count of 0 counts as absent.
 * A collision (1 in 2^64) only delays an exchange until either vector changes.
 */
import type { Hash, VersionVector } from '../model/index.ts'
import { vectorHashBytes } from '../model/index.ts'

/** First 8 bytes of the hash of `vector`. */
export function vectorHash(vector: VersionVector, hash: Hash): Uint8Array {
  let text = ''
  const rows = [...vector].filter(([, count]) => count > 0)
  rows.sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [stream, count] of rows) text += `${stream}:${count};`
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return hash(bytes).slice(0, vectorHashBytes)
}
