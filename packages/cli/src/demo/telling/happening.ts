/**
 * Says in words what a member tells of itself: its notices and its changes of state. Decides what
 * is worth a line; what only the machinery cares about (a period is over) is not. Says nothing
 * about who tells it or when.
 */
import type { Notice, Value } from '@quorate/core'

/** How a line is coloured: what went well, what went wrong, what was corrected. */
export type Tone = 'plain' | 'good' | 'bad' | 'correction'

/** Words, and between them the member they are about, if they are about another. */
export interface Words {
  readonly tone: Tone
  readonly before: string
  readonly about?: string
  readonly after?: string
}

export interface StateChange {
  readonly kind: 'state'
  readonly state: string
  readonly reasons: readonly string[]
}

export type Happening = Notice | StateChange

/** What to say about it; undefined: nothing. */
export function wordsFor(happening: Happening): Words | undefined {
  switch (happening.kind) {
    case 'state':
      return stateWords(happening)
    case 'peer-suspected':
    case 'peer-confirmed':
    case 'peer-refuted':
    case 'peer-failed':
    case 'peer-recovered':
      return wordsForPeer(happening)
    case 'member-joined':
      return rosterWords('good', happening.name, 'is a member')
    case 'member-left':
      return rosterWords('plain', happening.name, 'left')
    case 'member-ejected':
      return rosterWords('bad', happening.name, `is ejected${logged(happening.by)}`)
    case 'member-replaced':
      return rosterWords('plain', happening.name, 'replaces the former one of its name')
    case 'member-moved':
      return rosterWords('plain', happening.name, 'has a new address')
    case 'member-down':
      return rosterWords('bad', happening.name, `is down${logged(happening.by)}`)
    case 'member-up':
      return rosterWords('good', happening.name, `is up${logged(happening.by)}`)
    default:
      return wordsForLog(happening)
  }
}

/** Its own view of another. That others see the same is not worth a line of its own. */
function wordsForPeer(notice: Extract<Notice, { kind: `peer-${string}` }>): Words | undefined {
  const { name: about } = notice
  switch (notice.kind) {
    case 'peer-suspected':
      return { tone: 'plain', before: 'suspects', about }
    case 'peer-confirmed':
      return undefined
    case 'peer-refuted':
      return { tone: 'good', before: 'hears', about, after: 'after all' }
    case 'peer-failed':
      return { tone: 'bad', before: 'cannot reach', about }
    case 'peer-recovered':
      return { tone: 'good', before: 'reaches', about, after: 'again' }
  }
}

type AboutTheLog = Exclude<
  Notice,
  { readonly kind: `peer-${string}` | `member-${string}` | 'state' }
>

/** The log was replayed, or something was refused. */
function wordsForLog(notice: AboutTheLog): Words | undefined {
  switch (notice.kind) {
    case 'replayed':
      return correction(`replays its log: ${entries(notice.inserted)} came in late`)
    case 'revised':
      return correction(`${notice.key} is ${show(notice.now)} now, was ${show(notice.was)}`)
    case 'conflict':
      return bad(`its ${notice.key} = ${show(notice.lostValue)} lost to ${show(notice.wonValue)}`)
    case 'void':
      return bad(`its ${eventWord(notice.event)} has no effect: ${voidReasons[notice.reason]}`)
    case 'displaced':
      return bad(`its name is another's: it is ${notice.now} now`)
    case 'store-renewed':
      return bad('its disk was put back or copied: it goes on as a new store')
    case 'superseded':
      return bad(`another process has gone on with its store, at ${notice.address}`)
    case 'forked':
      return bad('finds two contents of one entry: a machine was copied as it ran')
    case 'listed-elsewhere':
      return bad(`is asked for by another cluster, that of ${notice.by}`)
    case 'warning':
      return bad(`warns: ${notice.code}, ${notice.detail}`)
    case 'accused':
      return accusedWords(notice)
    case 'frame-refused':
      return bad(`refuses a frame of ${notice.from}: ${frameReason(notice.reason)}`)
    case 'message-refused':
      return bad(`refuses a ${notice.message} of ${notice.from}: ${spaced(notice.refusal.kind)}`)
    case 'housekeeping-done':
      return undefined
  }
}

/** A suspicion that it answers in time is told by those who hear it. */
const accusedWords = ({ by, status }: Extract<Notice, { kind: 'accused' }>): Words | undefined =>
  status === 'failed' ? bad(`was thought dead by ${by}, and says it is not`) : undefined

const voidReasons = {
  'author-not-member': 'it was ejected before',
  'unknown-store': 'its subject is no member',
  'already-member': 'the other was a member already',
  'last-member': 'nobody would be left',
  'not-the-founder': 'another founded the cluster',
} as const

const eventWord = (event: string): string =>
  ({ 'state-info-put': 'put', 'state-info-deleted': 'delete' })[event] ?? event

function stateWords({ state, reasons }: StateChange): Words | undefined {
  if (state === 'operational') return good('operational')
  if (state === 'joining') return undefined
  const why = reasons.map(spaced).join(', ')
  return bad(`${state}${why === '' || why === state ? '' : `: ${why}`}`)
}

/** A value as one writes it down. */
export const show = (value: Value | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value)

const frameReason = (reason: string): string =>
  reason === 'stale-session' ? 'it is for an earlier run' : spaced(reason)
const spaced = (kind: string): string => kind.replaceAll('-', ' ')
const logged = (by: string | undefined): string => (by === undefined ? '' : ` (logged by ${by})`)
const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`)

const rosterWords = (tone: Tone, about: string, after: string): Words => ({
  tone,
  before: '',
  about,
  after,
})
const good = (before: string): Words => ({ tone: 'good', before })
const bad = (before: string): Words => ({ tone: 'bad', before })
const correction = (before: string): Words => ({ tone: 'correction', before })
