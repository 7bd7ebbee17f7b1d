/** What is used here of `fs-native-extensions`, which ships no types. */
declare module 'fs-native-extensions' {
  /** The whole file for this descriptor alone: false when another holds it. */
  export function tryLock(descriptor: number): boolean
}
