/**
 * Log lines for a person: the time, how loud, what happened. Colours only on a terminal. Debug
 * lines are not written.
 */
import type { Logger } from '@quorate/core'
import picocolors from 'picocolors'
import type { RunListener } from '../run/member-run.ts'
import { type Level, noticeReport, type Report } from './notice-text.ts'
import { singleLine } from './single-line.ts'

export interface LogLineOptions {
  /** Writes a line, without its end. */
  readonly write: (line: string) => void
  readonly colours: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export type WriteReport = (report: Report) => void

/** Writes reports as lines. */
export function logLines({ write, colours, now }: LogLineOptions): WriteReport {
  const { dim, cyan, yellow, red } = picocolors.createColors(colours)
  const paint: Readonly<Record<Level, (text: string) => string>> = {
    debug: dim,
    info: cyan,
    warn: yellow,
    error: red,
  }
  return ({ level, text }) => {
    if (level === 'debug') return
    const time = new Date(now()).toISOString()
    write(`${dim(time)} ${paint[level](level.padEnd(5))} ${singleLine(text)}`)
  }
}

/** The member's doings as reports. */
export const reportsTo = (report: WriteReport): RunListener => ({
  state: ({ state, reasons }) => {
    const level = state === 'degraded' || state === 'ejected' ? 'warn' : 'info'
    report({ level, text: [`this member is ${state}`, ...reasons].join(', ') })
  },
  notice: (notice) => report(noticeReport(notice)),
  link: (status) =>
    report({ level: status === 'down' ? 'warn' : 'info', text: `the link to NATS is ${status}` }),
  nameTaken: (name) =>
    report({ level: 'warn', text: `another process answers as ${name}; waiting until it is gone` }),
  joined: (contact) => report({ level: 'info', text: `joined the cluster of ${contact}` }),
  joinFailed: ({ contact, error, isFinal }) =>
    report({
      level: isFinal ? 'error' : 'warn',
      text: `could not join at ${contact}: ${error.message}${isFinal ? '' : '; asking again'}`,
    }),
})

/** The core's and the transport's own lines. Notices are told by `reportsTo`, with their fields. */
export function loggerTo(report: WriteReport): Logger {
  const at =
    (level: Level) =>
    (fields: object, message: string): void => {
      if ('kind' in fields && fields.kind === message) return
      report({ level, text: `${message}${detailsOf(fields)}` })
    }
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') }
}

/** Texts, numbers and reasons; what has parts of its own is for a program to read. */
function detailsOf(fields: object): string {
  const parts = Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
    const shown = value instanceof Error ? value.message : value
    return typeof shown === 'string' || typeof shown === 'number' ? [`${name}: ${shown}`] : []
  })
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
