/**
 * Who decides on an input: the one table of the pipeline. Most inputs have one protocol; a hint
 * about an address concerns whoever waits for an answer from there.
 */
import { type Input, type Message, unreachable } from '../model/index.ts'

export type Protocol = 'membership' | 'replication' | 'writes' | 'requests'

export function protocolsFor(input: Input): readonly Protocol[] {
  switch (input.kind) {
    case 'message-received':
      return protocolsForMessage(input.message)
    case 'command-issued':
      return protocolsForCommand(input.command.kind)
    case 'timer-fired':
      return [protocolOfTimer(input.timer)]
    case 'request-served':
      return ['requests']
    case 'peer-unreachable':
    case 'frame-refused':
      return ['membership', 'requests']
    case 'link-changed':
      return ['membership']
    case 'log-loaded':
    case 'entries-stored':
    case 'store-failed':
    case 'store-full':
      return []
    default:
      return unreachable(input)
  }
}

function protocolsForMessage(message: Message): readonly Protocol[] {
  switch (message.kind) {
    case 'ping':
    case 'ack':
    case 'ping-request':
    case 'ping-report':
    case 'gossip':
    case 'live-report':
    case 'join-request':
    case 'join-reply':
      return ['membership']
    case 'nack':
      return ['membership', 'replication', 'requests']
    case 'digest':
    case 'pull':
    case 'delta':
      return ['replication']
    case 'request':
    case 'reply':
      return ['requests']
    default:
      return unreachable(message)
  }
}

function protocolsForCommand(
  kind: Extract<Input, { kind: 'command-issued' }>['command']['kind'],
): readonly Protocol[] {
  switch (kind) {
    case 'join':
    case 'eject':
    case 'leave':
    case 'set-housekeeping':
    case 'configure':
      return ['membership']
    case 'put':
    case 'delete':
    case 'set-member-info':
      return ['writes']
    case 'ask':
      return ['requests']
    case 'abandon':
      return ['membership', 'requests']
    default:
      return unreachable(kind)
  }
}

function protocolOfTimer(timer: string): Protocol {
  const name = timer.slice(0, timer.indexOf('/'))
  switch (name) {
    case 'membership':
    case 'replication':
    case 'writes':
    case 'requests':
      return name
    default:
      return unreachable(timer as never)
  }
}
