/**
 * What the files and folders of a log are called. The logs of a place are numbered folders: the
 * greatest number is the log, those below it are set aside. A backup is a folder of its own name,
 * in a place of its own. What is being made is called `next` until it is whole and durable.
 */

/** What is not whole yet: a folder beside the logs, a file beside the segments. */
export const unfinished = 'next'
/** A checkpoint, beside the segments, and one that is not whole yet. */
export const checkpointName = 'checkpoint'
export const unfinishedCheckpoint = 'checkpoint-next'

/** A copy of a log: no member goes on with it as it is. */
export const backupName = 'backup'

export const logName = (number: number): string => `log-${String(number).padStart(6, '0')}`
export const segmentName = (number: number): string => String(number).padStart(8, '0')

/** The numbers of the logs among these names, in order. */
export const logNumbers = (names: readonly string[]): readonly number[] =>
  numbersIn(names, /^log-(\d{6,})$/)

/** The numbers of the segments among these names, in order. */
export const segmentNumbers = (names: readonly string[]): readonly number[] =>
  numbersIn(names, /^(\d{8,})$/)

const numbersIn = (names: readonly string[], pattern: RegExp): readonly number[] =>
  names
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
