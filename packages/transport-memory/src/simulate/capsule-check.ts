/**
 * Checks a plan that comes from a file. Says what is wrong with the first thing that is; it decides
 * nothing about what the plan does.
 */

type Fields = { readonly [name: string]: unknown }
type Shape = { readonly [field: string]: (value: unknown) => boolean }

const isText = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isNames = (value: unknown): boolean => isList(value) && value.every(isText)
const isOneOf =
  (...allowed: readonly string[]) =>
  (value: unknown): boolean =>
    allowed.includes(value as string)
const isRange = (value: unknown): boolean =>
  isFields(value) && isNumber(value['min']) && isNumber(value['max'])

const planShape: Shape = {
  format: (value) => value === 1,
  seed: isText,
  members: (value) => isNames(value) && (value as readonly string[]).length > 0,
  isJoined: isFlag,
  core: (value) => isNames(value) && (value as readonly string[]).length > 0,
  runMs: isNumber,
  surroundings: (value) => isFields(value) && wrongIn(value, surroundingsShape) === undefined,
  ops: isList,
}

const surroundingsShape: Shape = {
  latencyMs: isRange,
  syncMs: (value) => value === null || isRange(value),
  isUnreachableTold: isFlag,
  ties: isOneOf('keyed', 'insertion'),
  salt: isNumber,
  pctDepth: isNumber,
}

const timed: Shape = { id: isNumber, atMs: isNumber }
const lasting: Shape = { ...timed, forMs: isNumber }
const ofOne: Shape = { ...lasting, name: isText }
const between: Shape = { ...lasting, side: isNames, other: isNames }

const opShapes: { readonly [kind: string]: Shape } = {
  use: { ...timed, use: isText },
  cut: { ...between, isOneWay: isFlag },
  clog: between,
  noise: { ...lasting, of: isOneOf('loss', 'duplicate', 'reorder', 'corrupt'), share: isNumber },
  narrow: { ...lasting, bytesPerSecond: isNumber, queueBytesMax: isNumber },
  pause: ofOne,
  slow: { ...ofOne, busyMs: isNumber },
  crash: {
    ...ofOne,
    lose: isOneOf('none', 'unsynced', 'all'),
    isTorn: isFlag,
    back: (value) => isFields(value) && isOneOf('same', 'moved', 'backup')(value['as']),
  },
  clock: { ...ofOne, offsetMs: isNumber, driftPpm: isNumber },
  disk: { ...ofOne, fault: isOneOf('full', 'read-error', 'write-error', 'sync-error', 'slow') },
}

/** What is wrong with it; undefined: it is a plan. */
export function wrongWithPlan(value: unknown): string | undefined {
  if (!isFields(value)) return 'it is no object'
  const wrong = wrongIn(value, planShape)
  if (wrong !== undefined) return wrong
  const members = new Set(value['members'] as readonly string[])
  if (!(value['core'] as readonly string[]).every((name) => members.has(name)))
    return 'core names somebody who is no member'
  return (value['ops'] as readonly unknown[])
    .map((op, at) => wrongOp(op, at, members))
    .find((each) => each !== undefined)
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

function wrongIn(value: Fields, shape: Shape): string | undefined {
  const wrong = Object.entries(shape).find(([field, isRight]) => !isRight(value[field]))
  return wrong === undefined ? undefined : `${wrong[0]} is ${JSON.stringify(value[wrong[0]])}`
}
