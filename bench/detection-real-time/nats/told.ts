/**
 * What a member process and the process that drives it say to each other, one line of JSON each,
 * and what can be read off what was told. All times are the wall clock's: one clock serves all
 * processes of a machine. Decides nothing about when to ask, and waits for nothing.
 */

/** What a process is started with. */
export interface MemberPlan {
  readonly name: string
  readonly url: string
  readonly secret: string
  /** Whom to ask to be let in; undefined: it founds the cluster. */
  readonly contact: string | undefined
  /** Whether the transport tells that nobody listens at an address. */
  readonly hasHints: boolean
}

/** What it is asked; it answers under the same id. */
export type Question =
  | { readonly id: number; readonly kind: 'look' }
  | { readonly id: number; readonly kind: 'burn'; readonly forMs: number }

/** The notices it passes on. `peer-suspected` is of detectors that suspect before they fail. */
export const toldKinds = ['peer-suspected', 'peer-failed', 'peer-recovered', 'member-down'] as const
export type ToldKind = (typeof toldKinds)[number]

export interface ToldNotice {
  readonly kind: ToldKind
  readonly at: number
  /** Whom it is about. */
  readonly name: string
}

/** What it holds to be so. */
export interface Looked {
  readonly kind: 'look'
  readonly id: number
  readonly at: number
  readonly state: string
  /** Of the log: equal at all that have the same one. */
  readonly hash: string
  readonly members: number
  /** The peers whose status is any other than alive. */
  readonly notAlive: readonly string[]
}

/** How it went to keep the event loop busy. */
export interface Burnt {
  readonly kind: 'burn'
  readonly id: number
  readonly at: number
  /** The longest time the event loop did not come round. */
  readonly stallMaxMs: number
}

export interface Ready {
  readonly kind: 'ready'
  readonly at: number
}

export type Line = ToldNotice | Looked | Burnt | Ready

/** One member and all that it has told. */
export interface Teller {
  readonly name: string
  readonly notices: readonly ToldNotice[]
  readonly looks: readonly Looked[]
}

/** A member, from a time on. */
export interface Subject {
  readonly name: string
  readonly from: number
}

export const accusing: readonly ToldKind[] = ['peer-suspected', 'peer-failed']
export const failing: readonly ToldKind[] = ['peer-failed']

/** When a teller first said one of these kinds about the subject. */
export const saidAt = (
  { notices }: Teller,
  { name, from }: Subject,
  kinds: readonly ToldKind[],
): number | undefined =>
  notices.find((each) => each.name === name && each.at >= from && kinds.includes(each.kind))?.at

/** When a teller first said that the subject is back, or held it to be alive when looked at. */
export function backAt({ notices, looks }: Teller, { name, from }: Subject): number | undefined {
  const recovered = notices.find(
    ({ kind, name: its, at }) => kind === 'peer-recovered' && its === name && at >= from,
  )
  const seen = looks.find(({ at, notAlive }) => at >= from && !notAlive.includes(name))
  const times = [recovered?.at, seen?.at].filter((at) => at !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** How often all of them together said this kind from a time on. */
export const countOf = (tellers: readonly Teller[], kind: ToldKind, from: number): number =>
  tellers
    .flatMap(({ notices }) => notices)
    .filter((notice) => notice.kind === kind && notice.at >= from).length

/** Whether all have the same log, list as many members as there are, and hold all to be alive. */
export const areWhole = (looks: readonly Looked[]): boolean =>
  looks.every(
    ({ state, hash, members, notAlive }) =>
      state === 'operational' &&
      hash === looks[0]?.hash &&
      members === looks.length &&
      notAlive.length === 0,
  )
