/**
 * Other settings while the member runs: sound for all of membership, since each is read when it is
 * used. What is armed keeps its deadline. It must never leave settings that do not go together.
 */
import type { CommandId, Configure, Effect } from '../model/index.ts'
import { refuse, succeed } from '../model/index.ts'
import type { Decision } from '../state/index.ts'
import { decided } from '../state/index.ts'
import { wrongInMembership } from './check-config.ts'
import type { MembershipConfig } from './config.ts'
import type { MembershipLocal } from './local/index.ts'

/** Takes the settings, all of them or none. */
export function configure(
  local: MembershipLocal,
  asked: { readonly id: CommandId; readonly command: Configure },
): Decision<MembershipLocal> {
  const { id, command } = asked
  const config: MembershipConfig = { ...local.config, ...command.membership }
  const wrong = wrongInMembership(config)
  const outcome = wrong === undefined ? succeed(null) : refuse('invalid-option', wrong)
  const settle: Effect = { kind: 'settle', id, outcome }
  return decided(wrong === undefined ? { ...local, config } : local, { effects: [settle] })
}
