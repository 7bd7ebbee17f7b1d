/**
 * Answers the application's writes: put, delete and this member's info. A write is refused before
 * it is an event, or it is one; what is logged is never taken back here. Writes never wait for
 * others: what they were based on goes with them, and the fold tells whose was lost. Invariants of
 * docs/protocol/writes.md: W1 to W10.
 */
import type { ClusterEvent, CommandId, Effect, EntryId, Refusal } from '../model/index.ts'
import { isUnicode, keyLengthMax, refusal, reservedKeys, succeed } from '../model/index.ts'
import type { ClusterState, Context, Decide, Decision } from '../state/index.ts'
import { decided, whyClockIsOff, whyNoStream } from '../state/index.ts'
import { entryBytes, type WriteCommand } from './entry-bytes.ts'
import type { WritesLocal } from './local.ts'

export const decideWrites: Decide<WritesLocal> = (local, context, input) => {
  if (input.kind !== 'command-issued') return decided(local)
  switch (input.command.kind) {
    case 'put':
    case 'delete':
    case 'set-member-info':
      return decideWrite(local, context, { id: input.id, command: input.command })
    default:
      return decided(local)
  }
}

interface Asked {
  readonly id: CommandId
  readonly command: WriteCommand
}

/** Refused and settled at once, or one event whose entry settles it when durable (W1, W2). */
function decideWrite(local: WritesLocal, context: Context, asked: Asked): Decision<WritesLocal> {
  const { id, command } = asked
  const refused = whyNot(local, context, command)
  if (refused !== undefined) return decided(local, { effects: [settleRefused(id, refused)] })
  const event = eventOf(context.state, command)
  if (event === undefined) {
    return decided(local, { effects: [{ kind: 'settle', id, outcome: succeed(null) }] })
  }
  return decided(local, { events: [{ event, settles: id }] })
}

function whyNot(local: WritesLocal, context: Context, command: WriteCommand): Refusal | undefined {
  return (
    whyNotNow(local, context) ??
    (command.kind === 'set-member-info' ? undefined : whyNotKey(command.key)) ??
    whyNotSize(local, command)
  )
}

/** Not a member now (W9), the log is full (W7), or the clock is off (W8). */
function whyNotNow(local: WritesLocal, context: Context): Refusal | undefined {
  const { logEntriesMax, logBytesMax } = local.config
  if (context.lifecycle === 'joining' || context.lifecycle === 'ejected') {
    return refusal('not-joined', `${context.self.name} is ${context.lifecycle}: no member now`)
  }
  if (context.log.ordered.length >= logEntriesMax) {
    return refusal('log-full', `the log holds ${logEntriesMax} entries, as many as it may`)
  }
  if (context.log.bytes >= logBytesMax)
    return refusal('log-full', `the log holds ${logBytesMax} bytes, as many as it may`)
  const noStream = whyNoStream(context)
  if (noStream !== undefined) return noStream
  // Alone there is nobody to hold back what is written.
  return context.state.memberCount === 1 ? undefined : whyClockIsOff(context)
}

/** A key that is derived (W4) or would not be the same key elsewhere (W5). */
function whyNotKey(key: string): Refusal | undefined {
  if (reservedKeys.includes(key)) return refusal('reserved-key', `"${key}" is derived`)
  if (key === '__proto__') return refusal('reserved-key', '"__proto__" cannot be a key')
  if (key.length === 0 || key.length > keyLengthMax) {
    return refusal('invalid-option', `a key has 1 to ${keyLengthMax} characters`)
  }
  return isUnicode(key) ? undefined : refusal('invalid-option', 'a key is not Unicode')
}

/** Before there is an id that would have to be given back (W6). */
function whyNotSize(local: WritesLocal, command: WriteCommand): Refusal | undefined {
  const { entryBytesMax } = local.config
  const bytes = entryBytes(command)
  return bytes <= entryBytesMax
    ? undefined
    : refusal('invalid-value', `an entry of about ${bytes} bytes; at most ${entryBytesMax} may be`)
}

/** With its basis (W3); undefined: there is nothing to log (W10). */
function eventOf(state: ClusterState, command: WriteCommand): ClusterEvent | undefined {
  if (command.kind === 'set-member-info') {
    return { kind: 'member-info-changed', info: command.info }
  }
  const current = state.values.get(command.key)
  const basis = idOf(command.basis === undefined ? current?.set : command.basis)
  if (command.kind === 'put') {
    return { kind: 'state-info-put', key: command.key, value: command.value, basis }
  }
  return current?.value === undefined
    ? undefined
    : { kind: 'state-info-deleted', key: command.key, basis }
}

const idOf = (id: EntryId | null | undefined): EntryId | null =>
  id ? { stream: id.stream, seq: id.seq } : null

const settleRefused = (id: CommandId, refused: Refusal): Effect => ({
  kind: 'settle',
  id,
  outcome: { ok: false, refusal: refused },
})
