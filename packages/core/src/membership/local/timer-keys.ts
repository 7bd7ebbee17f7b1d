/** The deadlines of membership by name, and whom one of them is about. It decides nothing. */
import type { MemberName, TimerKey } from '../../model/index.ts'

export const periodTimer: TimerKey = 'membership/period'
export const joinTimer: TimerKey = 'membership/join'
export const joinRetryTimer: TimerKey = 'membership/join-retry'
export const admitTimer: TimerKey = 'membership/admit'
export const leaveTimer: TimerKey = 'membership/leave'
export const leaveRetryTimer: TimerKey = 'membership/leave-retry'
export const gossipTimer: TimerKey = 'membership/gossip'
const probePrefix = 'membership/probe/'
const suspicionPrefix = 'membership/suspicion/'
const relayPrefix = 'membership/relay/'
const sponsorPrefix = 'membership/sponsor/'

export const probeTimer = (name: MemberName): TimerKey => probePrefix + name
export const suspicionTimer = (name: MemberName): TimerKey => suspicionPrefix + name
export const relayTimer = (number: number): TimerKey => relayPrefix + String(number)
export const sponsorTimer = (name: MemberName): TimerKey => sponsorPrefix + name

/** Whose probe, or whose join, a timer is about; undefined: another timer. */
export const probedBy = (timer: TimerKey): MemberName | undefined => rest(timer, probePrefix)
export const suspectedBy = (timer: TimerKey): MemberName | undefined => rest(timer, suspicionPrefix)
export const sponsoredBy = (timer: TimerKey): MemberName | undefined => rest(timer, sponsorPrefix)

/** The number of the ping that a relay's timer is about; undefined: another timer. */
export function relayedBy(timer: TimerKey): number | undefined {
  const number = rest(timer, relayPrefix)
  return number === undefined ? undefined : Number(number)
}

const rest = (timer: TimerKey, prefix: string): MemberName | undefined =>
  timer.startsWith(prefix) ? (timer.slice(prefix.length) as MemberName) : undefined
