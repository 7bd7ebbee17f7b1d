/**
 * Notices as a person reads them: one sentence each, and how loud it is. Says what happened, to
 * whom and why, in the words of the glossary.
 */
import { formatEntryId, type Notice, type RosterChanged, type Value } from '@quorate/core'
import { toPlain } from '../json/plain.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'

export interface Report {
  readonly level: Level
  readonly text: string
}

const info = (text: string): Report => ({ level: 'info', text })
const warn = (text: string): Report => ({ level: 'warn', text })
const error = (text: string): Report => ({ level: 'error', text })
const debug = (text: string): Report => ({ level: 'debug', text })

export function noticeReport(notice: Notice): Report {
  switch (notice.kind) {
    case 'peer-suspected':
    case 'peer-confirmed':
    case 'peer-refuted':
    case 'peer-failed':
    case 'peer-recovered':
    case 'accused':
      return liveReport(notice)
    case 'member-joined':
      return info(`${notice.name} joined${by(notice.by)}`)
    case 'member-left':
      return info(`${notice.name} left`)
    case 'member-ejected':
      return info(goneText(notice))
    case 'member-replaced':
      return info(`${notice.name} replaces the former member of its name${by(notice.by)}`)
    case 'member-moved':
      return info(`${notice.name} has a new address`)
    case 'member-down':
      return warn(`${notice.name} is down${by(notice.by)}`)
    case 'member-up':
      return info(`${notice.name} is up again${by(notice.by)}`)
    case 'displaced':
      return warn(`the name ${notice.name} is another's; this member is listed as ${notice.now}`)
    case 'store-renewed':
    case 'superseded':
    case 'forked':
    case 'listed-elsewhere':
      return identityReport(notice)
    case 'frame-refused':
      return debug(`frame of ${notice.from} refused: ${notice.reason} (${notice.detail})`)
    case 'message-refused': {
      const { from, message, refusal } = notice
      return debug(`${message} of ${from} refused: ${refusal.kind} (${refusal.detail})`)
    }
    case 'warning':
      return warn(`${notice.code}: ${notice.detail}`)
    case 'housekeeping-done':
      return debug('housekeeping done')
    default:
      return logReport(notice)
  }
}

/** What this member thinks of another now, or others thought of it. */
function liveReport(notice: Extract<Notice, { kind: `peer-${string}` | 'accused' }>): Report {
  switch (notice.kind) {
    case 'peer-suspected':
      return info(`${notice.name} is suspected${by(notice.by)}: it did not answer`)
    case 'peer-confirmed':
      return debug(`${notice.name} does not answer ${notice.by} either`)
    case 'peer-refuted':
      return info(`${notice.name} answers after all`)
    case 'peer-failed':
      return warn(`${notice.name} failed${by(notice.by)}: ${notice.reason}`)
    case 'peer-recovered':
      return info(`${notice.name} answers again`)
    case 'accused':
      return warn(`${notice.by} did not hear this member (${notice.status}); it says it is alive`)
  }
}

/** That this member is not alone with what it has, or not where others take it to be. */
function identityReport(
  notice: Extract<Notice, { kind: 'store-renewed' | 'superseded' | 'forked' | 'listed-elsewhere' }>,
): Report {
  switch (notice.kind) {
    case 'store-renewed':
      return warn(
        `the log was put back, copied or damaged: others hold ${formatEntryId(notice.entry)} ` +
          `of its store, which goes on as ${notice.now}`,
      )
    case 'superseded':
      return error(
        `another process has gone on with this member's store, as ${notice.by} at ` +
          `${notice.address}; this one writes nothing any more: end it, or join anew`,
      )
    case 'forked': {
      const { entry, held, other, from } = notice
      return error(
        `${formatEntryId(entry)} has two contents, ${held} and, as ${from} has it, ${other}: ` +
          `a machine was copied while its member ran`,
      )
    }
    case 'listed-elsewhere':
      return warn(
        `cluster ${notice.cluster} lists this member, which is not in it: join at ` +
          `${notice.address} (${notice.by}), or eject it there`,
      )
  }
}

/** What a replay did to what was known before. */
function logReport(
  notice: Extract<Notice, { kind: 'replayed' | 'revised' | 'conflict' | 'void' }>,
): Report {
  switch (notice.kind) {
    case 'replayed': {
      const { inserted, position, refolded, keys } = notice
      const changed = keys.length === 0 ? 'no key changed' : `changed: ${keys.join(', ')}`
      return info(
        `replayed ${refolded} entries, ${inserted} of them late, from ${position} on; ${changed}`,
      )
    }
    case 'revised':
      return info(`${notice.key} is ${shown(notice.now)}; it was ${shown(notice.was)}`)
    case 'conflict': {
      const { key, lostValue, wonValue } = notice
      return warn(`conflict over ${key}: ${shown(lostValue)} lost to ${shown(wonValue)}`)
    }
    case 'void':
      return warn(`${notice.event} ${formatEntryId(notice.entry)} is void: ${notice.reason}`)
  }
}

/** Without an author nobody ejected it: what let it in was taken back, or is void. */
const goneText = ({ name, by: author }: RosterChanged): string =>
  author === undefined ? `${name} is in the roster no more` : `${name} was ejected${by(author)}`

const by = (author: string | undefined): string => (author === undefined ? '' : ` (by ${author})`)

const shownMax = 60

function shown(value: Value | undefined): string {
  if (value === undefined) return 'deleted'
  const text = JSON.stringify(toPlain(value))
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`
}
