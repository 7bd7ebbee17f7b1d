/**
 * Rare branches that a campaign must have been in: a fault that never bites looks like a pass. Pure
 * code says a mark where the branch is, as an effect; the rim makes a debug line of it and nothing
 * else, and the simulation counts. A mark must never change what is decided. Each is said in one
 * place, in the folder it is named for.
 */

/** Every mark, and when it is said. */
export const marks = {
  'replication.entry-early': 'an entry before one that came is not held',
  'replication.deps-missing': 'an entry rests on one that is not held',
  'replication.entry-held-back': 'the clock of an entry is too far ahead to be taken now',
  'replication.delta-known': 'some of a delta was held already',
  'replication.delta-cut': 'what a puller lacks does not fit one delta',
  'replication.pull-resumed': 'a delta brought something and not all: the rest is asked for',
  'replication.pull-fruitless': 'a delta that was asked for brought nothing though more is lacking',
  'replication.pull-timed-out': 'a pull was not answered in time',
  'replication.unknown-told':
    'who is of this cluster and no member asks for the log, and is given it',
  'replication.unknown-asked':
    'one that is unknown holds more of a known store than the own log: it is asked for the rest',
  'replication.former-member': 'who was a member once brings or asks for entries',
  'membership.join-repeated': 'a joiner asks again to be let in',
  'membership.join-resumed': 'a joiner that is let in asks again for the log',
  'membership.join-put-off': 'a joiner is told "not now", and will ask again',
  'membership.join-unheard': 'a join was given up: somebody may have let it in unheard',
  'membership.leave-repeated': 'who leaves asks again whether anybody has heard of it',
  'membership.leave-unheard': 'a leave is given up: it is in the own log, and nobody confirmed it',
  'membership.leave-taken-back':
    'who leaves is a member again: others left before, or no disk took it',
  'membership.witness-unknowing': 'who leaves is told so by one that may never have known it',
  'membership.admitted-together': 'who asked soon after an admission is let in with all the others',
  'membership.holder-asked': 'an applicant wants a name that is held: its holder is asked',
  'membership.holder-answered': 'the holder of a wanted name is there: the applicant is refused',
  'membership.holder-silent': 'the holder of a wanted name is silent: its store is replaced',
  'membership.store-given-up': 'an applicant comes back and gives up its store of before',
  'membership.accepted-again': 'who is in already asks again and is told so',
  'membership.accepted-unsynced': 'who was just let in asks again, and that is not durable yet',
  'membership.second-reporter': 'the first in rank did not report: another one does',
  'membership.down-again': 'a member that was down within a day is reported down once more',
  'membership.late-ack': 'an answer comes when its probe is over',
  'membership.hint-missed': 'nobody listens where a probe went: that is a miss at once',
  'membership.miss-held': 'a probe is overdue when this process did not run: it gets more time',
  'membership.verdict-held': 'a suspect is due while this member is stalled, paused or cut off',
  'membership.life-outlived':
    'a life was thought over for a later one that never was: one above both',
  'kernel.store-renewed': 'others hold what the own store has lost: a new store goes on',
  'requests.answered-again': 'a repeat gets the answer that was kept',
  'requests.repeated-running': 'a repeat comes while the first still runs',
  'requests.resent': 'a request was not answered in time, and is sent again',
  'requests.next-life': 'a request that did not run is asked of the next life of its receiver',
  'kernel.timer-stale': 'a timer fires that was moved or dropped since',
  'kernel.store-failed-pending': 'the log store fails, and somebody waits for it',
  'kernel.store-full-pending': 'there is no room for the log, and somebody waits for it',
  'kernel.store-full-again': 'there is no room for the log still',
  'kernel.store-has-room': 'there is room for the log again: all goes on',
  'kernel.delta-unkept': 'entries come that there is no room for: they are asked for later',
  'kernel.checkpoint-unfit': 'what was kept of a fold is not of this log: all is folded',
  'kernel.adopted-pending': 'a log is set aside, and somebody still waits for its disk',
  'kernel.folded-from-start': 'late entries came below the oldest state that was kept',
  'kernel.tombstone-revived': 'a key that was deleted has a value again',
  'kernel.void-author': 'an entry has no effect: its author was no member there',
  'kernel.void-store': 'an entry has no effect: it is about a store that is no member there',
} as const

export type Mark = keyof typeof marks

/** A branch was taken. */
export interface Marked {
  readonly kind: 'mark'
  readonly mark: Mark
}

/** The effect that says it. */
export const marked = (mark: Mark): Marked => ({ kind: 'mark', mark })
