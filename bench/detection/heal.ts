/**
 * How long two halves of a cluster need to be one again that could not hear each other for
 * minutes: both have called the other failed, and logged it. It counts from the first frame that
 * crosses: who speaks first, and when, is another figure.
 */
import type { Member } from '@quorate/core'
import type { Traced } from '@quorate/transport-memory'
import { clusterAtRest, type ClusterOptions, type ObservedCluster } from './observed/index.ts'

export interface HealOptions extends ClusterOptions {
  /** How long they are apart. */
  readonly apartMs: number
}

/** Times are virtual milliseconds since the first frame arrived on the other side. */
export interface HealRow {
  readonly size: number
  readonly apartMs: number
  /** What every member held of every one of the other half. */
  readonly wasApart: boolean
  /** From the heal to that first frame. */
  readonly firstCrossingMs: number
  /** All live views hold all for alive. */
  readonly viewsMs: number
  /** And all logs are equal, for the first time. */
  readonly agreedMs: number
  /** The last change of any log or live view, within a minute. */
  readonly lastChangeMs: number
  /** Everything is equal after that minute. */
  readonly isStable: boolean
  /** Entries that the split and the heal added to the log. */
  readonly entries: number
}

const everyMs = 5
const withinMs = 300_000
const watchedMs = 60_000

export async function heal(options: HealOptions): Promise<HealRow> {
  const { apartMs } = options
  const cluster = await clusterAtRest(options)
  const { world, names, size } = cluster
  const half = Math.ceil(size / 2)
  const entriesBefore = entriesOf(cluster.members[0])
  const mend = world.cut(names.slice(0, half), names.slice(half))
  world.run(apartMs)
  const wasApart = areApart(cluster, half)
  const changed = lastChangeOf(cluster)
  mend()
  const healedAt = world.now
  const crossedAt = untilCrossed(cluster, half)
  const viewsAt = until(cluster, () => areAlive(cluster))
  const agreedAt = until(cluster, () => areAlive(cluster) && areLogsEqual(cluster.members))
  world.run(Math.max(0, healedAt + watchedMs - world.now))
  return {
    size,
    apartMs,
    wasApart,
    firstCrossingMs: crossedAt - healedAt,
    viewsMs: viewsAt - crossedAt,
    agreedMs: agreedAt - crossedAt,
    lastChangeMs: Math.max(0, changed() - crossedAt),
    isStable: areAlive(cluster) && areLogsEqual(cluster.members),
    entries: entriesOf(cluster.members[0]) - entriesBefore,
  }
}

function areApart({ members, names }: ObservedCluster, half: number): boolean {
  const isFirst = (name: string): boolean => names.indexOf(name) < half
  return members.every((member) => {
    const others = member.peers().filter(({ name }) => isFirst(name) !== isFirst(member.name))
    return others.every(({ status }) => status === 'failed')
  })
}

/** When any log or live view changed last, from now on. */
function lastChangeOf({ members, verdicts, world }: ObservedCluster): () => number {
  let last = world.now
  for (const { events$ } of members)
    events$.subscribe(() => {
      last = world.now
    })
  const { count } = verdicts
  return () => Math.max(last, verdicts.since(count).at(-1)?.at ?? 0)
}

/** Lets time pass until a frame of one half arrives in the other: then. */
function untilCrossed({ world, wire, names }: ObservedCluster, half: number): number {
  const first = new Set(names.slice(0, half))
  let crossedAt: number | undefined
  wire.onArrival(({ at, from, to = '' }: Traced) => {
    if (first.has(from) !== first.has(to)) crossedAt ??= at
  })
  world.runUntil(() => crossedAt !== undefined, { withinMs })
  wire.onArrival(undefined)
  return crossedAt ?? Number.NaN
}

/** Lets time pass until this holds: then, or never. */
function until({ world }: ObservedCluster, holds: () => boolean): number {
  const end = world.now + withinMs
  while (!holds()) {
    if (world.now >= end) return Number.POSITIVE_INFINITY
    world.run(everyMs)
  }
  return world.now
}

/** What was said is asked first, being cheap: it stands for what most members hold. */
const areAlive = (cluster: ObservedCluster): boolean =>
  cluster.verdicts.isCalm && cluster.members.every((member) => cluster.isComplete(member))

function areLogsEqual(members: readonly Member[]): boolean {
  const [first, ...others] = members
  const wanted = first?.version()
  if (wanted === undefined) return true
  const entries = entriesIn(wanted)
  return others.every((member) => {
    const version = member.version()
    return entriesIn(version) === entries && version.hash === wanted.hash
  })
}

const entriesIn = ({ vector }: Pick<ReturnType<Member['version']>, 'vector'>): number =>
  [...vector.values()].reduce((sum, count) => sum + count, 0)

const entriesOf = (member: Member | undefined): number =>
  member === undefined ? 0 : entriesIn(member.version())
