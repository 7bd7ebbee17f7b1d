/**
 * S4: members that hold the same entries agree on what they mean.
 */
import type { Findings, Sight } from './sight.ts'

export function equalState(sights: readonly Pick<Sight, 'who' | 'vector' | 'hash'>[]): Findings {
  const byVector = new Map<string, Pick<Sight, 'who' | 'hash'>>()
  const findings: string[] = []
  for (const { who, vector, hash } of sights) {
    const key = [...vector]
      .map(([stream, count]) => `${stream}:${count}`)
      .toSorted()
      .join()
    const other = byVector.get(key)
    if (other !== undefined && other.hash !== hash)
      findings.push(`S4: ${who} and ${other.who} hold the same log and read it differently`)
    byVector.set(key, other ?? { who, hash })
  }
  return findings
}
