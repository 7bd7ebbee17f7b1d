/**
 * Names of members and clusters as options: refused before anything is started, with what is
 * allowed. The rule for members is the core's; the one for clusters fits into every NATS subject.
 */
import { isAddress, isMemberName } from '@quorate/core'
import { InvalidArgumentError } from 'commander'

const clusterName = /^[A-Za-z0-9._-]{1,64}$/

export function parseMemberName(text: string): string {
  if (isMemberName(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 of a-z 0-9 . _ -')
}

export function parseClusterName(text: string): string {
  if (clusterName.test(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 of A-Z a-z 0-9 . _ -')
}

/** On NATS a member's address is its name. */
export function parseContact(text: string): string {
  if (isAddress(text)) return text
  throw new InvalidArgumentError('It must be the name of a member, 1 to 64 of a-z 0-9 . _ -')
}
