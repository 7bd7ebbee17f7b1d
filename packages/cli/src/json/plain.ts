/**
 * Application data as JSON and back. JSON has no bytes, so these are `{"$bytes":"<base64>"}`; an
 * object of the application's own that looks like that, or like the wrapper itself, is wrapped as
 * `{"$value":{…}}`. `fromPlain(toPlain(value))` is the value again, whatever it holds.
 */
import { ClusterError, type Value, valueDepthMax } from '@quorate/core'

/** What `JSON.parse` returns, and what `JSON.stringify` keeps whole. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain }

const bytesKey = '$bytes'
const valueKey = '$value'
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** Each level of data may be wrapped once. */
const plainDepthMax = 2 * (valueDepthMax + 1)

/** Data as it stands in an answer or event. */
export function toPlain(value: Value): Plain {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return { [bytesKey]: Buffer.from(value).toString('base64') }
  if (isArray(value)) return value.map(toPlain)
  const plain = mapObject(value, toPlain)
  return isMarked(value) ? { [valueKey]: plain } : plain
}

/**
 * Data as a request gave it.
 *
 * @throws ClusterError `invalid-value` for bytes that are not base64, a wrapper around no object,
 * and nesting deeper than any data may be.
 */
export function fromPlain(plain: Plain): Value {
  return decode(plain, 0)
}

function decode(plain: Plain, depth: number): Value {
  if (plain === null || typeof plain !== 'object') return plain
  if (depth > plainDepthMax) throw invalidValue(`nested deeper than ${valueDepthMax}`)
  if (isArray(plain)) return plain.map((item) => decode(item, depth + 1))
  if (!isMarked(plain)) return mapObject(plain, (item) => decode(item, depth + 1))
  return bytesKey in plain ? bytesOf(plain[bytesKey]) : unwrapped(plain[valueKey], depth + 1)
}

function bytesOf(text: Plain | undefined): Uint8Array {
  if (typeof text !== 'string' || !base64.test(text))
    throw invalidValue(`${bytesKey} must be base64 text`)
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

function unwrapped(plain: Plain | undefined, depth: number): Value {
  if (!isRecord(plain)) throw invalidValue(`${valueKey} must be an object`)
  return mapObject(plain, (item) => decode(item, depth + 1))
}

/** True for a JSON object. */
export const isRecord = (plain: Plain | undefined): plain is { readonly [key: string]: Plain } =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain)

function isMarked(object: object): boolean {
  const [key, ...others] = Object.keys(object)
  return others.length === 0 && (key === bytesKey || key === valueKey)
}

/** `Array.isArray` does not see that a readonly array is one. */
const isArray = <Item>(value: readonly Item[] | object): value is readonly Item[] =>
  Array.isArray(value)

/** Keeps every own key, `__proto__` included: refusing it is the core's. */
const mapObject = <From, To>(
  object: { readonly [key: string]: From },
  map: (value: From) => To,
): { [key: string]: To } =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))

const invalidValue = (detail: string): ClusterError =>
  new ClusterError({ kind: 'invalid-value', detail })
