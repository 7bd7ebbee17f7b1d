/**
 * All are apart, and each writes, ejects others or leaves. Together again, somebody is always left
 * (S15), every log means what its member says (S9), and whose entry has no effect was told (S12).
 */
import type { EntryId } from '@quorate/core'
import { foldsAgain, idOf, meaningOf } from '@quorate/transport-memory'
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

const steps = 8

export const leaving: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const names = ['a', 'b', 'c'].slice(0, 2 + stage.below(2, 'size'))
    await stage.form(names)
    for (const name of names) stage.world.isolate(name)
    const written: [string, EntryId][] = []
    for (let step = 0; step < steps; step++) await perform(stage, names, { step, written })
    stage.world.heal()
    await stage.world.advance(30_000)
    for (const name of names) see(stage, name)
    for (const [name, id] of written) account(stage, name, id)
    return stage.findings[0]
  },
}

async function perform(
  stage: Stage,
  names: readonly string[],
  at: { readonly step: number; readonly written: [string, EntryId][] },
): Promise<void> {
  const { step, written } = at
  const pick = (what: string): string => names[stage.below(names.length, `${what} ${step}`)] ?? 'a'
  const by = pick('by')
  const member = stage.member(by)
  const kind = stage.draw.unit(`kind ${step}`)
  if (kind < 0.35) {
    const id = await stage.world.settle(member.put('k', step).catch(() => undefined))
    if (id !== undefined) written.push([by, id])
  } else {
    const whom = kind < 0.8 ? by : pick('whom')
    await stage.world.settle(member.eject(whom).catch(() => undefined))
  }
  await stage.world.advance(50)
}

function see(stage: Stage, name: string): void {
  const member = stage.member(name)
  const { vector, hash } = member.version()
  const { state } = member.state
  const log = member.log()
  const sight = { who: name, state, log, vector, hash, stateInfo: member.stateInfo() }
  stage.findings.push(...foldsAgain(sight))
}

/** A write without effect was told to whoever made it. */
function account(stage: Stage, name: string, id: EntryId): void {
  const meaning = meaningOf(stage.member(name).log())
  if (meaning.outcomes.get(idOf(id)) !== 'void') return
  const isTold = stage
    .told(name)
    .some((notice) => notice.kind === 'void' && idOf(notice.entry) === idOf(id))
  if (!isTold) stage.found(`S12: ${idOf(id)} of ${name} is void, and it was not told`)
}
