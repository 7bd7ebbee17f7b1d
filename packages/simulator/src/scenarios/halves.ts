/**
 * Two halves that do not hear each other: each writes, and each lets somebody in under one and the
 * same name. Together again they are equal within the bound of L1, every log means what its member
 * says, and of the two of one name one has it and the other is displaced (S4, S9, M18).
 */
import { foldsAgain } from '@quorate/transport-memory'
import type { Scenario } from '../mutants/index.ts'
import { endOf, Stage } from './stage.ts'

/** Gossip periods of 1 s: ceil(log2 6) + 3 of them, and the verdicts to settle. */
const boundMs = 10_000

const left: readonly string[] = ['a', 'b', 'left-e']
const right: readonly string[] = ['c', 'd', 'right-e']

export const halves: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b', 'c', 'd'])
    for (const machine of ['left-e', 'right-e'])
      await stage.start(machine, { name: 'e', foundsCluster: false })
    stage.world.cut(left, right)
    const writes = stage.below(5, 'writes')
    await write(stage, 'a', writes)
    await write(stage, 'c', stage.draw.unit('alike') < 0.5 ? writes : stage.below(5, 'others'))
    const isRivalry = stage.draw.unit('rivals') < 0.5
    if (isRivalry) await letIn(stage)
    await stage.world.advance(1000)
    stage.world.heal()
    await stage.world.advance(boundMs)
    judge(stage, isRivalry ? 'displaced' : 'joining')
    return stage.findings[0]
  },
}

async function write(stage: Stage, by: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await stage.world.settle(stage.member(by).put(`k${i}`, by))
}

async function letIn(stage: Stage): Promise<void> {
  for (const [machine, contact] of [
    ['left-e', 'a'],
    ['right-e', 'c'],
  ] as const) {
    const end = await stage.world.settle(endOf(stage.member(machine).join(contact)))
    if (end !== 'done') stage.found(`M18: ${machine} could not join its half: ${end}`)
    await stage.world.advance(stage.below(300, `after ${machine}`))
  }
}

function judge(stage: Stage, fate: 'displaced' | 'joining'): void {
  const inside = stage.members.filter(({ state }) => state.state !== 'joining')
  const hashes = new Set(inside.map((member) => member.version().hash))
  if (hashes.size !== 1)
    stage.found(`L1: ${hashes.size} versions ${boundMs} ms after the halves met`)
  for (const member of inside) {
    const { vector, hash } = member.version()
    const { state } = member.state
    const sight = { who: member.name, state, log: member.log(), vector, hash }
    stage.findings.push(...foldsAgain({ ...sight, stateInfo: member.stateInfo() }))
  }
  if (fate === 'joining') return
  const displaced = inside.filter(({ state }) => state.reasons.includes('displaced'))
  if (displaced.length !== 1) stage.found(`M18: ${displaced.length} of two named e are displaced`)
}
