/**
 * Application data: what may stand in the state info, in member info and in a data request.
 * Plain data only, so that it means the same on every member and in every language.
 */

/** null, booleans, finite numbers, strings, bytes, arrays, string-keyed objects of these. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value }

/** A member's own public map. */
export type MemberInfo = { readonly [key: string]: Value }

/** How deep arrays and objects may nest. */
export const valueDepthMax = 32

export type CheckedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly path: string; readonly reason: string }

/**
 * Checks and copies anything into a `Value`, with object keys in code-unit order: equal data has
 * equal bytes whoever wrote it, and later changes to the caller's object change nothing here.
 */
export function toValue(input: unknown): CheckedValue {
  const problem: { path: string; reason: string } = { path: '', reason: '' }
  const refuse: Refuse = (path, reason) => {
    problem.path = path
    problem.reason = reason
    return undefined
  }
  const value = copy(input, { path: '$', depth: 0, refuse })
  return value === undefined ? { ok: false, ...problem } : { ok: true, value }
}

/** Half of a surrogate pair: no bytes of UTF-8 stand for it, so it would not arrive as it went. */
const halfPair = /\p{Surrogate}/u

/** Whether a text has an encoding: others read the same. */
export const isUnicode = (text: string): boolean => !halfPair.test(text)

/** A copy that shares nothing: bytes can be written over, however readonly what holds them. */
export function copyValue(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return value.slice()
  if (Array.isArray(value)) return value.map(copyValue)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyValue(item)]))
}

type Refuse = (path: string, reason: string) => undefined
interface Place {
  readonly path: string
  readonly depth: number
  readonly refuse: Refuse
}

function copy(input: unknown, place: Place): Value | undefined {
  if (input === null || typeof input === 'boolean') return input
  if (typeof input === 'string')
    return halfPair.test(input) ? place.refuse(place.path, 'a text must be Unicode') : input
  if (typeof input === 'number') {
    if (Number.isFinite(input)) return input === 0 ? 0 : input
    return place.refuse(place.path, 'a number must be finite')
  }
  if (typeof input !== 'object') return place.refuse(place.path, `a ${typeof input} is not data`)
  if (input instanceof Uint8Array) return new Uint8Array(input)
  if (place.depth >= valueDepthMax)
    return place.refuse(place.path, `nested deeper than ${valueDepthMax}`)
  return Array.isArray(input) ? copyArray(input, place) : copyObject(input, place)
}

function copyArray(input: readonly unknown[], place: Place): Value | undefined {
  const result: Value[] = []
  for (let i = 0; i < input.length; i++) {
    const item = copy(input[i], inside(place, `[${i}]`))
    if (item === undefined) return undefined
    result.push(item)
  }
  return result
}

function copyObject(input: object, place: Place): Value | undefined {
  const prototype: unknown = Object.getPrototypeOf(input)
  if (prototype !== Object.prototype && prototype !== null)
    return place.refuse(place.path, 'only plain objects are data')
  const result: Record<string, Value> = {}
  for (const [key, unchecked] of Object.entries(input).toSorted(byKey)) {
    if (key === '__proto__') return place.refuse(place.path, '"__proto__" cannot be a key')
    if (!isUnicode(key)) return place.refuse(place.path, 'a key must be Unicode')
    const value = copy(unchecked, inside(place, `.${key}`))
    if (value === undefined) return undefined
    result[key] = value
  }
  return result
}

const inside = (place: Place, step: string): Place => ({
  path: place.path + step,
  depth: place.depth + 1,
  refuse: place.refuse,
})

const byKey = (a: [string, unknown], b: [string, unknown]): number => (a[0] < b[0] ? -1 : 1)
