/**
 * What a member refuses because of where it is in its life, in one place for all commands.
 */
import { type Command, type Refusal, refusal } from '../model/index.ts'
import { type Kernel, type LifecycleStatus, whyNotStored } from './kernel.ts'

/** Why this command cannot be taken now, or undefined. */
export function gate(kernel: Kernel, command: Command): Refusal | undefined {
  if (!kernel.isLoaded) return refusal('not-joined', 'the member is still starting')
  if (kernel.self.role === 'client') return gateClient(command)
  return gateStore(kernel, command) ?? gateLife(kernel, command)
}

function gateLife(kernel: Kernel, command: Command): Refusal | undefined {
  const { state } = kernel.lifecycle
  if (state !== 'joining' && state !== 'ejected') return undefined
  switch (command.kind) {
    case 'join':
    case 'abandon':
    case 'set-housekeeping':
    case 'configure':
      return undefined
    default:
      return refusal('not-joined', `${kernel.self.name} ${whereabouts(kernel.lifecycle)}`)
  }
}

function whereabouts({ state, reasons }: LifecycleStatus): string {
  if (state === 'joining') return 'is still joining'
  if (reasons.includes('superseded')) return 'goes on in another process: this one must join again'
  return `${reasons.includes('left') ? 'left' : 'was ejected'}: it must join again`
}

function gateClient(command: Command): Refusal | undefined {
  switch (command.kind) {
    case 'ask':
    case 'abandon':
      return undefined
    case 'join':
      return refusal('cluster-config', 'a client cannot be added: it has no member to run')
    default:
      return refusal('not-member', 'a client is no member: it can only ask')
  }
}

function gateStore(kernel: Kernel, command: Command): Refusal | undefined {
  const refused = whyNotStored(kernel)
  if (refused === undefined) return undefined
  switch (command.kind) {
    case 'put':
    case 'delete':
    case 'set-member-info':
    case 'eject':
    case 'leave':
    case 'join':
      return refused
    default:
      return undefined
  }
}
