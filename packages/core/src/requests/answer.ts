/**
 * The subjects that a member answers itself, at once, from what it knows. `ping` is answered in
 * every state of life; the others only by a member whose fold means something.
 */
import {
  type Outcome,
  type Refusal,
  refusal,
  type RequestSubject,
  succeed,
  unreachable,
  type Value,
} from '../model/index.ts'
import { type Context, recordOf, stateInfoOf } from '../state/index.ts'

export type BuiltInSubject = Exclude<RequestSubject, 'data'>

/** Why this member, as far as it is in its life, answers nothing but `ping`; undefined: it does. */
export function notJoined({ self, lifecycle }: Context): Refusal | undefined {
  if (lifecycle === 'joining') return refusal('not-joined', `${self.name} is joining`)
  if (lifecycle === 'ejected')
    return refusal('not-joined', `${self.name} is out and has not joined again`)
  return undefined
}

export function answer(context: Context, subject: BuiltInSubject): Outcome<Value> {
  const { self, state } = context
  if (subject === 'ping') return succeed({ incarnation: self.incarnation, name: self.name })
  const why = notJoined(context)
  if (why !== undefined) return { ok: false, refusal: why }
  switch (subject) {
    case 'state-info':
      return succeed(stateInfoOf(state))
    case 'member-info':
      return succeed(self.store === undefined ? {} : (recordOf(state, self.store)?.info ?? {}))
    default:
      return unreachable(subject)
  }
}
