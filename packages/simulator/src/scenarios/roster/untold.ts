/**
 * A member that nobody else reaches lets others in, one after the other or each by the one before,
 * and is gone for good. Those who are left come together, and hold one log (L1, R7).
 */
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

const newcomers: readonly string[] = ['c', 'd']
/** Each asks each within a lap of the ring. */
const boundMs = 10_000

export const untold: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const others = ['b', 'e'].slice(0, 1 + stage.below(2, 'others'))
    await stage.form(['a', ...others])
    for (const name of newcomers) await stage.start(name)
    stage.world.cut(['a', ...newcomers], others)
    await letIn(stage)
    stage.crash('a')
    if (stage.draw.unit('chain') < 0.5) stage.crash('c')
    await stage.world.advance(stage.below(20_000, 'apart'))
    stage.world.heal()
    await stage.world.advance(boundMs)
    judge(stage)
    return stage.findings[0]
  },
}

async function letIn(stage: Stage): Promise<void> {
  let sponsor = 'a'
  for (const name of newcomers) {
    const member = stage.member(name)
    await stage.world.settle(member.join(sponsor))
    for (let i = 0; i < stage.below(3, `writes ${name}`); i++)
      await stage.world.settle(member.put(`${name}${i}`, i))
    if (stage.draw.unit('by') < 0.5) sponsor = name
  }
}

function judge(stage: Stage): void {
  const names = stage.members.map(({ name }) => name)
  for (const member of stage.members) {
    const listed = new Set<string>(member.members().map(({ name }) => name))
    const missing = names.find((name) => !listed.has(name))
    if (missing !== undefined)
      stage.found(`L1: ${member.name} does not list ${missing} ${boundMs} ms after they met`)
  }
  const hashes = new Set(stage.members.map((member) => member.version().hash))
  if (hashes.size !== 1) stage.found(`L1: ${hashes.size} versions ${boundMs} ms after they met`)
}
