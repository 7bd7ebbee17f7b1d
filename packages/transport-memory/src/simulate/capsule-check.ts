/**
 * Checks a plan that comes from a file. Says what is wrong with the first thing that is; it decides
 * nothing about what the plan does.
 */
import { isMemberName } from '@quorate/core'
import { fsCalls } from '../points/index.ts'

type Fields = { readonly [name: string]: unknown }

/** What each field must be. */
export type Shape = { readonly [field: string]: (value: unknown) => boolean }

export const isText = (value: unknown): boolean => typeof value === 'string'
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)
/** A length of time, a number of bytes: whatever cannot be below zero. */
export const isAmount = (value: unknown): value is number => isNumber(value) && value >= 0
const isCount = (value: unknown): boolean => isAmount(value) && Number.isInteger(value)
const isShare = (value: unknown): boolean => isAmount(value) && value <= 1
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isName = (value: unknown): boolean => typeof value === 'string' && isMemberName(value)
const isNames = (value: unknown): boolean =>
  isList(value) && value.length > 0 && value.every(isName) && new Set(value).size === value.length
const isOneOf =
  (...allowed: readonly unknown[]) =>
  (value: unknown): boolean =>
    allowed.includes(value)
const isRange = (value: unknown): boolean =>
  isFields(value) &&
  isAmount(value['min']) &&
  isAmount(value['max']) &&
  value['min'] <= value['max']
const isBack = (value: unknown): boolean =>
  isFields(value) &&
  (value['as'] === 'backup' ? isAmount(value['ageMs']) : isOneOf('same', 'moved')(value['as']))
const isOrdinal = (value: unknown): boolean => isCount(value) && value !== 0
const isDiskPoint = (value: unknown): boolean =>
  typeof value === 'string' && (value === 'fs:*' || fsCalls.some((call) => value === `fs:${call}`))
const isOverrides = (value: unknown): boolean =>
  value === undefined || (isFields(value) && Object.values(value).every(isCount))

const planShape: Shape = {
  format: isOneOf(1),
  seed: isText,
  members: isNames,
  isJoined: isFlag,
  core: isNames,
  runMs: isAmount,
  surroundings: isFields,
  ops: isList,
  overrides: isOverrides,
}

const surroundingsShape: Shape = {
  latencyMs: isRange,
  syncMs: (value) => value === null || isRange(value),
  isUnreachableTold: isFlag,
  ties: isOneOf('keyed', 'insertion'),
  salt: isNumber,
  pctDepth: isCount,
}

const timed: Shape = { id: isCount, atMs: isAmount }
const lasting: Shape = { ...timed, forMs: isAmount }
const ofOne: Shape = { ...lasting, name: isName }
const between: Shape = { ...lasting, side: isNames, other: isNames }

const opShapes: { readonly [kind: string]: Shape } = {
  use: { ...timed, use: isText },
  cut: { ...between, isOneWay: isFlag },
  clog: between,
  noise: { ...lasting, of: isOneOf('loss', 'duplicate', 'reorder', 'corrupt'), share: isShare },
  narrow: { ...lasting, bytesPerSecond: isAmount, queueBytesMax: isAmount },
  pause: ofOne,
  slow: { ...ofOne, busyMs: isAmount },
  crash: {
    ...ofOne,
    lose: isOneOf('none', 'unsynced', 'all'),
    isTorn: isFlag,
    back: isBack,
  },
  'crash-at': {
    ...ofOne,
    point: isDiskPoint,
    nth: isOrdinal,
    when: isOneOf('before', 'after'),
    isRestarted: isFlag,
    lose: isOneOf('none', 'unsynced'),
    isTorn: isFlag,
  },
  clone: ofOne,
  clock: { ...ofOne, offsetMs: isNumber, driftPpm: isNumber },
  disk: {
    ...ofOne,
    fault: isOneOf('full', 'full-midway', 'read-error', 'write-error', 'sync-error', 'slow'),
  },
  rot: { ...ofOne, forMs: isOneOf(0), bits: isCount },
}

/** What is wrong with it; undefined: it is a plan. */
export function wrongWithPlan(value: unknown): string | undefined {
  if (!isFields(value)) return 'it is no object'
  const wrong = wrongIn(value, planShape) ?? wrongSurroundings(value['surroundings'] as Fields)
  if (wrong !== undefined) return wrong
  const members = new Set(value['members'] as readonly string[])
  if (!(value['core'] as readonly string[]).every((name) => members.has(name)))
    return 'core names somebody who is no member'
  const ops = value['ops'] as readonly unknown[]
  return ops.map((op, at) => wrongOp(op, at, members)).find(isText) ?? wrongIds(ops)
}

function wrongSurroundings(surroundings: Fields): string | undefined {
  const wrong = wrongIn(surroundings, surroundingsShape)
  return wrong && `surroundings: ${wrong}`
}

/** Ids key what operations draw: two of one id would draw the same. */
function wrongIds(ops: readonly unknown[]): string | undefined {
  const ids = ops.map((op) => (op as Fields)['id'])
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  return twice === undefined ? undefined : `two operations have the id ${Number(twice)}`
}

function wrongOp(op: unknown, at: number, members: ReadonlySet<string>): string | undefined {
  if (!isFields(op)) return `operation ${at} is no object`
  const shape = opShapes[String(op['kind'])]
  if (shape === undefined) return `operation ${at} is of the unknown kind ${String(op['kind'])}`
  const wrong = wrongIn(op, shape)
  if (wrong !== undefined) return `operation ${at}: ${wrong}`
  const named = [op['name'] ?? [], op['side'] ?? [], op['other'] ?? []].flat()
  const stranger = named.find((name) => !members.has(name as string))
  return stranger === undefined
    ? undefined
    : `operation ${at} names ${JSON.stringify(stranger)}, no member`
}

/** The first field that is not as it must be, and what it is. */
export function wrongIn(value: Fields, shape: Shape): string | undefined {
  const wrong = Object.entries(shape).find(([field, isRight]) => !isRight(value[field]))
  return wrong === undefined ? undefined : `${wrong[0]} is ${shown(value[wrong[0]])}`
}

const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
