/** Door of the persistent collections: values that share what did not change. */
export { AppendVector } from './append-vector.ts'
export { BucketMap } from './bucket-map.ts'
export { FixedMap } from './fixed-map.ts'
export { PersistentMap } from './persistent-map.ts'
