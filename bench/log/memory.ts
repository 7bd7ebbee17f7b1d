/**
 * How much memory is in use, for what is measured per entry that is held.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes, of the heap and of buffers, after two collections: the first one only finds buffers. */
export function memoryTaken(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc(); gc()')
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
