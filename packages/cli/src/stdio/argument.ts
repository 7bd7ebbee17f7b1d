/**
 * What arguments an operation takes: a parser for each by name, and how a request's are read.
 * Nothing is guessed: a missing, wrong or unknown argument is refused with what is allowed.
 */
import { ClusterError, type EntryId, isStreamId, type Value } from '@quorate/core'
import { fromPlain, isRecord, type Plain } from '../json/plain.ts'

/** Reads one argument. An optional one that a request does not name is undefined. */
export interface Argument<T> {
  /** For a person, after the argument's name: "must be …". */
  readonly allowed: string
  readonly isOptional: boolean
  /** undefined: not allowed. */
  read(plain: Plain): { readonly value: T } | undefined
}

export type Shape = { readonly [name: string]: Argument<unknown> }
/** The arguments of a request, read. */
export type Given<S extends Shape> = {
  readonly [Name in keyof S]: S[Name] extends Argument<infer T> ? T : never
}

/** @throws ClusterError `invalid-option`, or `invalid-value` for data that are none. */
export function readArguments<S extends Shape>(
  shape: S,
  given: { readonly [name: string]: Plain },
): Given<S> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(shape, name))
  if (unknown !== undefined)
    throw wrong(`${unknown} is unknown; known: ${Object.keys(shape).join(', ') || 'none'}`)
  const entries = Object.entries(shape).map(([name, argument]) => [
    name,
    readOne(name, argument, given),
  ])
  // Each value is what the argument of its name reads.
  return Object.fromEntries(entries) as Given<S>
}

function readOne(
  name: string,
  argument: Argument<unknown>,
  given: { readonly [name: string]: Plain },
): unknown {
  const plain = Object.hasOwn(given, name) ? given[name] : undefined
  if (plain === undefined && argument.isOptional) return undefined
  const read = plain === undefined ? undefined : argument.read(plain)
  if (read === undefined) throw wrong(`${name} ${argument.allowed}`)
  return read.value
}

export const text: Argument<string> = {
  allowed: 'must be a text',
  isOptional: false,
  read: (plain) => (typeof plain === 'string' ? { value: plain } : undefined),
}

/** Any data, as `plain.ts` has it. */
export const data: Argument<Value> = {
  allowed: 'must be given',
  isOptional: false,
  read: (plain) => ({ value: fromPlain(plain) }),
}

export const object: Argument<{ readonly [key: string]: Value }> = {
  allowed: 'must be an object',
  isOptional: false,
  read: (plain) => {
    const value = isRecord(plain) ? fromPlain(plain) : undefined
    return isMap(value) ? { value } : undefined
  },
}

const timeoutMaxMs = 3_600_000

/** Milliseconds an operation may take. */
export const timeout: Argument<number> = {
  allowed: `must be a number of milliseconds above 0 and up to ${timeoutMaxMs}`,
  isOptional: false,
  read: (plain) =>
    typeof plain === 'number' && plain > 0 && plain <= timeoutMaxMs ? { value: plain } : undefined,
}

/** The id of a write, as `put` answered it. */
export const entryId: Argument<EntryId | null> = {
  allowed: 'must be null or the {"stream","seq"} of a write',
  isOptional: false,
  read: (plain) => {
    if (plain === null) return { value: null }
    if (!isRecord(plain)) return undefined
    const { stream, seq } = plain
    if (typeof stream !== 'string' || !isStreamId(stream)) return undefined
    return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0
      ? { value: { stream, seq } }
      : undefined
  },
}

/** One of these texts. */
export const oneOf = <Choice extends string>(...choices: readonly Choice[]): Argument<Choice> => ({
  allowed: `must be one of ${choices.join(', ')}`,
  isOptional: false,
  read: (plain) => {
    const value = choices.find((choice) => choice === plain)
    return value === undefined ? undefined : { value }
  },
})

/** An argument that may be left out. */
export const optional = <T>(argument: Argument<T>): Argument<T | undefined> => ({
  ...argument,
  isOptional: true,
})

export const wrong = (detail: string): ClusterError =>
  new ClusterError({ kind: 'invalid-option', detail })

const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
