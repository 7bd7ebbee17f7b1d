/**
 * Who is silent is found, and soon: a death without a word by everybody, one that the transport
 * tells of within a period, and the halves of a cluster by each other; together again they think
 * alike of all, and there is peace (M6, M25, M26, M29, M30, M33).
 */
import { invariant, type Member } from '@quorate/core'
import { pass } from '@quorate/transport-memory'
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

/** Asked within a period, suspected after 600 ms, confirmed, failed after 2.6 s at most, told. */
const foundMs = 4800
/** Asked within a period, and so are those that are asked in turn. */
const toldMs = 1500
/** Somebody on either side is tried again, and what they think of each other is over. */
const metMs = 8500
/** Each asks and answers once a period, whatever happened before. */
const restMs = 5000
const periodMs = 1000

export const silence: Scenario = {
  run: async (seed) => {
    const isTold = seed % 3 === 0
    const stage = new Stage(seed, { unreachable: isTold })
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(0, 3 + stage.below(5, 'size'))
    await stage.form(names)
    await stage.world.advance(stage.below(periodMs, 'phase'))
    await deathIsFound(stage, { names, isTold })
    await halvesMeet(stage, names)
    await peaceFollows(stage)
    return stage.findings[0]
  },
}

interface Told {
  readonly names: readonly string[]
  /** The transport says when nobody listens. */
  readonly isTold: boolean
}

async function deathIsFound(stage: Stage, { names, isTold }: Told): Promise<void> {
  const victim = names[stage.below(names.length, 'victim')] ?? 'a'
  stage.crash(victim)
  // Of three, the two that are left do not suffice to believe the transport at once.
  const withinMs = isTold && names.length > 3 ? toldMs : foundMs
  await stage.world.advance(withinMs)
  for (const member of stage.members)
    if (!member.isFailed(victim))
      stage.found(`M25: ${member.name} has not found ${victim} dead after ${withinMs} ms`)
  await stage.restart(victim)
  await stage.world.advance(3 * periodMs)
  expectAlike(stage, 'after a restart')
}

async function halvesMeet(stage: Stage, names: readonly string[]): Promise<void> {
  const size = 1 + stage.below(names.length - 1, 'split')
  stage.world.cut(names.slice(0, size), names.slice(size))
  await stage.world.advance(25_000 + stage.below(50_000, 'apart'))
  for (const member of stage.members)
    if (member.failedPeers().length === 0) stage.found(`M6: ${member.name} misses nobody`)
  const told = stage.members.map((member) => stage.told(member.name).length)
  stage.world.heal()
  await stage.world.advance(metMs)
  stage.members.forEach(({ name }, at) => {
    for (const notice of stage.told(name).slice(told[at]))
      if (notice.kind === 'peer-failed')
        stage.found(`M26: ${name} thinks ${notice.name} failed, and all are together again`)
  })
  expectAlike(stage, `${metMs} ms after the halves met`)
}

/** Nobody is thought dead, and all hold the same of all. */
function expectAlike(stage: Stage, when: string): void {
  const thoughts = new Map<string, string>()
  for (const member of stage.members)
    for (const { name, status, incarnation, refutations } of member.peers()) {
      const thought = `${status} ${incarnation} ${refutations}`
      const known = thoughts.get(name) ?? thought
      thoughts.set(name, known)
      if (status !== 'alive') stage.found(`M33: ${member.name} thinks ${name} ${status} ${when}`)
      if (known !== thought) stage.found(`M26: ${member.name} thinks otherwise of ${name} ${when}`)
    }
}

async function peaceFollows(stage: Stage): Promise<void> {
  await stage.world.advance(10_000)
  const told = stage.members.map((member) => stage.told(member.name).length)
  let frames = 0
  const undo = stage.world.addRule(() => {
    frames++
    return pass
  })
  await stage.world.advance(restMs)
  undo()
  const expected = 2 * stage.members.length * (restMs / periodMs)
  // One more or less of each: what began before, or ends after.
  if (Math.abs(frames - expected) > stage.members.length)
    stage.found(`M29: ${frames} frames in ${restMs} ms at rest, not ${expected}`)
  stage.members.forEach((member, at) => {
    const news = newsOf(stage, member).slice(told[at])
    if (news.some((kind) => kind.startsWith('peer-')))
      stage.found(`M29: ${member.name}: ${news.join()}`)
  })
}

function newsOf(stage: Stage, { name }: Member): readonly string[] {
  const told = stage.told(name)
  invariant(told.length > 0, 'periods end, and that is told')
  return told.map(({ kind }) => kind)
}
