/**
 * What is shown together, filtered together and coloured alike: sorts of messages and sorts of
 * marks. One table each, which the legend, the filters and the drawing all read.
 */

export type FrameGroup =
  | 'entries'
  | 'pulls'
  | 'joins'
  | 'requests'
  | 'greetings'
  | 'gossip'
  | 'probes'
  | 'unreadable'

export type MarkGroup =
  | 'late'
  | 'log'
  | 'roster'
  | 'verdicts'
  | 'lifecycle'
  | 'process'
  | 'network'
  | 'refusals'

/** Frames that did not simply arrive. */
export type TroubleGroup = 'trouble'

export type Group = FrameGroup | MarkGroup | TroubleGroup

/** How a group is told to people. */
export interface GroupRow<Of extends Group> {
  readonly group: Of
  readonly label: string
  readonly hint: string
  /** Message or mark kinds in it; the first group that knows a kind has it. */
  readonly kinds: readonly string[]
}

/** By how telling they are: a frame belongs to the first group that any of its messages is in. */
export const frameGroups: readonly GroupRow<FrameGroup>[] = [
  {
    group: 'entries',
    label: 'entries',
    hint: 'deltas: log entries on their way',
    kinds: ['delta'],
  },
  {
    group: 'joins',
    label: 'joins',
    hint: 'join requests and replies, refusals',
    kinds: ['join-request', 'join-reply', 'nack'],
  },
  {
    group: 'requests',
    label: 'requests',
    hint: 'requests of the application and replies',
    kinds: ['request', 'reply'],
  },
  { group: 'pulls', label: 'pulls', hint: 'asking for what one lacks', kinds: ['pull'] },
  { group: 'greetings', label: 'greetings', hint: 'new sessions', kinds: ['hello', 'nonce'] },
  {
    group: 'gossip',
    label: 'gossip',
    hint: 'who is suspected, failed or alive, as told; asking for another',
    kinds: ['gossip', 'live-report', 'ping-request', 'ping-report'],
  },
  {
    group: 'probes',
    label: 'probes',
    hint: 'pings, acks, gossip and digests: routine',
    kinds: ['ping', 'ack', 'ping-request', 'ping-report', 'gossip', 'live-report', 'digest'],
  },
  { group: 'unreadable', label: 'other', hint: 'bytes that are no messages', kinds: [] },
]

/** By how much they matter. */
export const markGroups: readonly GroupRow<MarkGroup>[] = [
  {
    group: 'late',
    label: 'late inserts',
    hint: 'replays, and what they changed: revised, conflict, void',
    kinds: ['replayed', 'revised', 'conflict', 'void', 'displaced'],
  },
  {
    group: 'process',
    label: 'process',
    hint: 'start, crash, pause, resume, slow, clock, disk',
    kinds: ['start', 'crash', 'pause', 'resume', 'slow', 'clock', 'disk', 'rot', 'restore', 'leak'],
  },
  { group: 'lifecycle', label: 'lifecycle', hint: 'joining, operational, degraded …', kinds: [] },
  {
    group: 'refusals',
    label: 'refusals',
    hint: 'frames and messages refused, warnings',
    kinds: ['frame-refused', 'message-refused', 'warning'],
  },
  {
    group: 'verdicts',
    label: 'verdicts',
    hint: 'who seems to fail, who is back, by one member or logged',
    kinds: [
      'peer-suspected',
      'peer-confirmed',
      'peer-refuted',
      'peer-failed',
      'peer-recovered',
      'accused',
      'member-down',
      'member-up',
    ],
  },
  {
    group: 'roster',
    label: 'roster',
    hint: 'members that come, go or move',
    kinds: ['member-joined', 'member-left', 'member-ejected', 'member-replaced', 'member-moved'],
  },
  { group: 'log', label: 'log', hint: 'entries that became durable', kinds: [] },
  {
    group: 'network',
    label: 'world',
    hint: 'cuts, plan, and all else done to the world',
    kinds: [],
  },
]

/** The group of a frame, from all kinds of its messages with spaces. */
export const frameGroupOf = (kinds: string): FrameGroup => {
  const its = kinds.split(' ')
  const row = frameGroups.find((each) => each.kinds.some((kind) => its.includes(kind)))
  return row?.group ?? 'unreadable'
}

/** The group of a mark. */
export const markGroupOf = (kind: string): MarkGroup =>
  markGroups.find((row) => row.kinds.includes(kind))?.group ?? 'network'

/** Groups that a step to the next interesting moment stops at. */
export const interesting: ReadonlySet<Group> = new Set<Group>([
  'late',
  'process',
  'lifecycle',
  'refusals',
])
