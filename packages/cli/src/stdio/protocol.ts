/**
 * The lines of `--stdio`, in both directions: one JSON object each. Decides only what is a request
 * and how an answer, an error and an event look; what operations there are is `operations/`. Must
 * never throw, whatever the line.
 */
import { ClusterError } from '@quorate/core'
import { isRecord, type Plain } from '../json/plain.ts'

/** What the driver chose to tell its requests apart; null for a line that has none. */
export type RequestId = number | string | null

export interface Request {
  readonly id: RequestId
  readonly op: string
  /** All but `id` and `op`. */
  readonly arguments: { readonly [key: string]: Plain }
}

export type ParsedLine =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly id: RequestId; readonly error: ClusterError }

export function parseLine(line: string): ParsedLine {
  const plain = parseJson(line)
  if (!isRecord(plain)) return refused(null, 'a line must be one JSON object')
  const { id = null, op, ...rest } = plain
  if (id !== null && typeof id !== 'number' && typeof id !== 'string')
    return refused(null, 'id must be a number or a text')
  if (typeof op !== 'string') return refused(id, 'op must be the name of an operation')
  return { ok: true, request: { id, op, arguments: rest } }
}

export const answerLine = (id: RequestId, ok: Plain): string => JSON.stringify({ id, ok })

export const errorLine = (id: RequestId, { code, message }: ClusterError): string =>
  JSON.stringify({ id, error: { code, message } })

/** Fields that are undefined are left out. */
export const eventLine = (event: string, fields: EventFields): string =>
  JSON.stringify({ event, ...fields })

export type EventFields = { readonly [field: string]: Plain | undefined }

/** undefined: the line is no JSON. */
function parseJson(line: string): Plain | undefined {
  try {
    return JSON.parse(line) as Plain
  } catch {
    return undefined
  }
}

const refused = (id: RequestId, detail: string): ParsedLine => ({
  ok: false,
  id,
  error: new ClusterError({ kind: 'invalid-option', detail }),
})
