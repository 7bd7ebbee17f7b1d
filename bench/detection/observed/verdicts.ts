/**
 * What members say of each other, as they tell their applications: who said what of whom, and
 * when. Nothing is asked of a member for it. A detector without suspicion never says `suspected`.
 * It judges nothing: whether a verdict is wrong is for whoever knows who was broken.
 */
import type { Member } from '@quorate/core'

export type VerdictKind = 'suspected' | 'failed' | 'recovered'

export interface Verdict {
  /** Virtual milliseconds. */
  readonly at: number
  readonly by: string
  readonly about: string
  readonly kind: VerdictKind
}

const kinds: ReadonlyMap<string, VerdictKind> = new Map([
  ['peer-suspected', 'suspected'],
  ['peer-failed', 'failed'],
  ['peer-recovered', 'recovered'],
])

export class Verdicts {
  readonly #now: () => number
  readonly #all: Verdict[] = []
  /** By subject: who holds it for failed. */
  readonly #failed = new Map<string, Set<string>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** How many were said so far: where `since` may begin. */
  get count(): number {
    return this.#all.length
  }

  since(count: number): readonly Verdict[] {
    return this.#all.slice(count)
  }

  /** How many members hold this one for failed. */
  failedBy(about: string): number {
    return this.#failed.get(about)?.size ?? 0
  }

  /** Nobody is held for failed by anybody. */
  get isCalm(): boolean {
    return [...this.#failed.values()].every(({ size }) => size === 0)
  }

  /** Listens to a member from now on. */
  hear({ name: by, notices$ }: Pick<Member, 'name' | 'notices$'>): void {
    notices$.subscribe((notice) => {
      const kind = kinds.get(notice.kind)
      if (kind === undefined || !('name' in notice)) return
      this.#say({ at: this.#now(), by, about: notice.name, kind })
    })
  }

  /** Its process ended: it holds nothing any more. */
  forget(by: string): void {
    for (const holders of this.#failed.values()) holders.delete(by)
  }

  #say(verdict: Verdict): void {
    const { by, about, kind } = verdict
    this.#all.push(verdict)
    const holders = this.#failed.get(about) ?? new Set()
    this.#failed.set(about, holders)
    if (kind === 'failed') holders.add(by)
    else holders.delete(by)
  }
}

/** Longer than news of one verdict needs to reach everybody. */
const newsMs = 2000

/**
 * How often this was said anew: what follows about the same member within `newsMs` of another is
 * that verdict on its way to others, or said by several at once.
 */
export function episodesOf(verdicts: readonly Verdict[], kind: VerdictKind): number {
  const last = new Map<string, number>()
  let episodes = 0
  for (const { at, about } of verdicts.filter((verdict) => verdict.kind === kind)) {
    if (at - (last.get(about) ?? Number.NEGATIVE_INFINITY) > newsMs) episodes++
    last.set(about, at)
  }
  return episodes
}
