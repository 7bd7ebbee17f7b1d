/**
 * S9 and S15: what a member says is what its log means when read again from scratch, and at no
 * point of that log is the roster empty.
 */
import { isDeepStrictEqual } from 'node:util'
import { meaningOf, stateInfoOf } from './reference.ts'
import type { Findings, Sight } from './sight.ts'

export function foldsAgain({ who, log, stateInfo }: Sight): Findings {
  if (log.length === 0) return []
  const meaning = meaningOf(log)
  const { ts: _, tsold: __, ...shown } = stateInfo
  const expected = stateInfoOf(meaning)
  const findings: string[] = []
  if (!isDeepStrictEqual(shown, expected)) {
    const [says, means] = [shown, expected].map((info) => JSON.stringify(info))
    findings.push(`S9: ${who} says ${says}, but its log means ${means}`)
  }
  if (meaning.fewestMembers < 1) findings.push(`S15: the log of ${who} empties the roster`)
  if (stateInfo.members.length < 1) findings.push(`S15: ${who} shows an empty roster`)
  return findings
}
