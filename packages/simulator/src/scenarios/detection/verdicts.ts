/**
 * Who is thought to be down, and what the log says of it: a death is found by all and logged once,
 * a return is logged once, an answer between two losses clears them, and a link that flaps for long
 * costs no more entries (M5, M6, M10, M11).
 */
import type { ClusterEvent } from '@quorate/core'
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

const flapMs = 12_000
const flaps = 8

export const verdicts: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const names = ['a', 'b', 'c', 'd', 'e'].slice(0, 3 + stage.below(3, 'size'))
    const victim = names[stage.below(names.length, 'victim')] ?? 'a'
    await stage.form(names)
    await stage.world.advance(stage.below(1000, 'phase'))
    await lossesAreForgiven(stage, names)
    for (const death of [1, 2]) await deathIsLogged(stage, victim, death)
    await flappingIsCapped(stage, victim)
    return stage.findings[0]
  },
}

/** One probe in four is lost, never two after each other. */
async function lossesAreForgiven(stage: Stage, names: readonly string[]): Promise<void> {
  const [one = '', other = ''] = names
  for (let i = 0; i < 5; i++) {
    stage.world.cut([one], [other])
    await stage.world.advance(1000)
    stage.world.heal()
    await stage.world.advance(4000)
  }
  for (const name of names)
    for (const notice of stage.told(name))
      if (notice.kind === 'peer-failed') stage.found(`M6: ${name} thinks ${notice.name} failed`)
}

/** One entry each for the `times`-th death and return. */
async function deathIsLogged(stage: Stage, victim: string, times: number): Promise<void> {
  stage.crash(victim)
  await stage.world.advance(30_000)
  for (const member of stage.members)
    if (!member.isFailed(victim)) stage.found(`M6: ${member.name} does not find ${victim} dead`)
  expectLogged(stage, 'member-down', times)
  await stage.restart(victim)
  await stage.world.advance(30_000)
  for (const member of stage.members)
    if (member.failedPeers().length > 0) stage.found(`M5: ${member.name} finds somebody dead`)
  expectLogged(stage, 'member-up', times)
}

function expectLogged(stage: Stage, kind: ClusterEvent['kind'], times: number): void {
  const logged = count(stage, kind)
  if (logged !== times) stage.found(`M10: ${logged} ${kind} in the log, and ${times} expected`)
}

/** Away longer than the first hold, and shorter than that after two deaths. */
async function flappingIsCapped(stage: Stage, victim: string): Promise<void> {
  const before = count(stage, 'member-down')
  for (let i = 0; i < flaps; i++) {
    stage.world.isolate(victim)
    await stage.world.advance(flapMs)
    stage.world.heal()
    await stage.world.advance(flapMs)
  }
  const downs = count(stage, 'member-down') - before
  if (downs > 0) stage.found(`M11: ${downs} member-down of a link that flaps`)
}

const count = (stage: Stage, kind: ClusterEvent['kind']): number =>
  (stage.members[0]?.log() ?? []).filter(({ event }) => event.kind === kind).length
