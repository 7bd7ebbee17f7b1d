/**
 * The switch of requests: which function answers which input. It decides nothing itself. Requests
 * log nothing and admit nothing; what they know of the cluster they read from the context.
 */
import {
  type CommandIssued,
  type Input,
  type MessageReceived,
  type TimerFired,
  unreachable,
} from '../model/index.ts'
import { type Context, type Decide, decided, type Decision } from '../state/index.ts'
import { expireRequests, explainSilence, failUnreachable, resendRequests } from './deadlines.ts'
import type { RequestsLocal } from './local.ts'
import { abandon, ask, receiveReply } from './request.ts'
import { forgetSenders, receiveRequest, requestServed } from './serve.ts'
import { deadlineTimer, forgetTimer, resendTimer } from './timers.ts'

type Decided = Decision<RequestsLocal>

export const decideRequests: Decide<RequestsLocal> = (local, context, input: Input) => {
  switch (input.kind) {
    case 'command-issued':
      return decideCommand(local, context, input)
    case 'message-received':
      return decideMessage(local, context, input)
    case 'request-served':
      return requestServed(local, context, input)
    case 'timer-fired':
      return decideTimer(local, context, input)
    case 'peer-unreachable':
      return failUnreachable(local, input.address)
    case 'frame-refused':
      return explainSilence(local, context, { address: input.address, kind: input.reason })
    case 'log-loaded':
    case 'entries-stored':
    case 'store-failed':
    case 'store-full':
    case 'link-changed':
      return decided(local)
    default:
      return unreachable(input)
  }
}

function decideCommand(local: RequestsLocal, context: Context, input: CommandIssued): Decided {
  const { id, command } = input
  switch (command.kind) {
    case 'ask':
      return ask(local, context, { id, command })
    case 'abandon':
      return abandon(local, { id, command })
    default:
      return decided(local)
  }
}

function decideMessage(local: RequestsLocal, context: Context, input: MessageReceived): Decided {
  const { from, message } = input
  switch (message.kind) {
    case 'request':
      return receiveRequest(local, context, { from, message })
    case 'reply':
      return receiveReply(local, context, { from, message })
    case 'nack': {
      if (message.about !== 'request') return decided(local)
      // It names no request, so it settles none: it explains why none is answered (Q6).
      const { address } = from
      return explainSilence(local, context, { address, kind: message.refusal })
    }
    default:
      return decided(local)
  }
}

function decideTimer(local: RequestsLocal, context: Context, input: TimerFired): Decided {
  switch (input.timer) {
    case deadlineTimer:
      return expireRequests(local, context)
    case resendTimer:
      return resendRequests(local, context)
    case forgetTimer:
      return forgetSenders(local, context)
    default:
      return decided(local)
  }
}
