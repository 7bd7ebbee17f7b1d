/**
 * Who is only slow, or hard to reach, is not taken for dead: a link between two that is cut, frames
 * that are lost, a process that stands still for a moment. Whoever is suspected says that it lives,
 * and whoever stood still accuses nobody (M5, M6, M27).
 */
import type { Notice } from '@quorate/core'
import { loss, pass } from '@quorate/transport-memory'
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

export const doubt: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, 2 + stage.below(5, 'size'))
    await stage.form(names)
    await stage.world.advance(stage.below(1000, 'phase'))
    const [one = '', other = ''] = names
    if (names.length > 2) await linkIsCut(stage, one, other)
    if (names.length > 2) await framesAreLost(stage, other)
    await processStandsStill(stage, one)
    await suspectAnswers(stage, other)
    for (const name of names)
      for (const notice of stage.told(name))
        if (notice.kind === 'peer-failed') stage.found(`M6: ${name} thinks ${notice.name} failed`)
    return stage.findings[0]
  },
}

/** All the others still reach both. */
async function linkIsCut(stage: Stage, one: string, other: string): Promise<void> {
  stage.world.cut([one], [other])
  await stage.world.advance(15_000)
  stage.world.heal()
  for (const notice of stage.members.flatMap(({ name }) => stage.told(name)))
    if (notice.kind === 'peer-suspected')
      stage.found(`M6: ${notice.by} suspects ${notice.name}, which others reach`)
}

async function framesAreLost(stage: Stage, name: string): Promise<void> {
  const lossy = loss(0.2)
  const undo = stage.world.addRule((frame, draw) =>
    frame.from === name || frame.to === name ? lossy(frame, draw) : pass,
  )
  await stage.world.advance(20_000)
  undo()
  await stage.world.advance(5000)
}

/** Less long than a suspect has to answer. */
async function processStandsStill(stage: Stage, name: string): Promise<void> {
  for (let i = 0; i < 4; i++) {
    const before = stage.told(name).length
    stage.world.pause(name)
    await stage.world.advance(1200 + stage.below(1000, `still ${i}`))
    stage.world.resume(name)
    await stage.world.advance(4000)
    const its = stage.told(name).slice(before)
    if (its.some((notice) => notice.kind === 'peer-suspected' && notice.by === name))
      stage.found(`M27: ${name} suspects others, and stood still itself`)
  }
}

async function suspectAnswers(stage: Stage, name: string): Promise<void> {
  const before = stage.told(name).length
  stage.world.pause(name)
  const isSuspected = (): boolean =>
    stage.members.some((member) =>
      member.peers().some((peer) => peer.name === name && peer.status === 'suspect'),
    )
  for (let i = 0; i < 30 && !isSuspected(); i++) await stage.world.advance(100)
  if (!isSuspected()) stage.found(`M6: nobody suspects ${name}, which stands still`)
  stage.world.resume(name)
  await stage.world.advance(1000)
  if (isSuspected()) stage.found(`M5: ${name} answers, and is suspected still`)
  if (!stage.told(name).slice(before).some(isAccused))
    stage.found(`M5: ${name} does not know that it was suspected`)
}

const isAccused = ({ kind }: Notice): boolean => kind === 'accused'
