/**
 * Operations on the public map that each member keeps of itself.
 */
import { ClusterError } from '@quorate/core'
import { entryIdAsPlain } from '../../json/entry.ts'
import { toPlain } from '../../json/plain.ts'
import { object, optional, text } from '../argument.ts'
import { operation, type Operations } from './operation.ts'

export const memberInfoOperations: Operations = {
  memberInfo: operation({ name: optional(text) }, (run, { name }) => {
    const infos = run.member.memberInfo()
    if (name === undefined) return toPlain(infos)
    const info = Object.hasOwn(infos, name) ? infos[name] : undefined
    if (info === undefined) throw new ClusterError({ kind: 'unknown-peer', detail: name })
    return { [name]: toPlain(info) }
  }),
  setMemberInfo: operation({ info: object }, async (run, { info }) =>
    entryIdAsPlain(await run.joining.setInfo(run.member, info)),
  ),
}
