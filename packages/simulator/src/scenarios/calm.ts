/**
 * Nothing is broken and nobody hurries: then nothing is lost, revised, refused or thought to be
 * down, and the log grows by what was asked for. A cure that comes without the illness is a bug.
 */
import type { Notice, PartialSettings } from '@quorate/core'
import type { Scenario } from '../mutants/index.ts'
import { endOf, Stage } from './stage.ts'

const names: readonly string[] = ['a', 'b', 'c']
const keys: readonly string[] = ['x', 'y']

/** A few round trips of at most 10 ms; what is lost is repeated after 500 ms. */
const joinMsMax = 200

const settings: PartialSettings = { requests: { inFlightMax: 2 } }

const expected: readonly Notice['kind'][] = ['housekeeping-done', 'member-joined']

export const calm: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(names, { settings, onRequest: (data) => data })
    if (stage.slowestJoinMs > joinMsMax)
      stage.found(`calm: a join took ${stage.slowestJoinMs} ms, as if something was lost`)
    for (let step = 0; step < 12; step++) await perform(stage, step)
    await askOften(stage)
    for (const name of names)
      for (const notice of stage.told(name))
        if (!expected.includes(notice.kind))
          stage.found(`calm: ${name} was told ${JSON.stringify(notice).slice(0, 80)}`)
    return stage.findings[0]
  },
}

/** More often than may wait at once, one after another: an answer makes room. */
async function askOften(stage: Stage): Promise<void> {
  for (let i = 0; i < 4; i++) {
    const end = await stage.world.settle(endOf(stage.member('a').request('b', i)))
    if (end !== 'done') stage.found(`calm: request ${i} ended with ${end}`)
  }
}

async function perform(stage: Stage, step: number): Promise<void> {
  const by = names[stage.below(names.length, `by ${step}`)] ?? 'a'
  const key = keys[stage.below(keys.length, `key ${step}`)] ?? 'x'
  const member = stage.member(by)
  const before = member.log().length
  const isDeletion = stage.draw.unit(`kind ${step}`) < 0.4
  const grows = isDeletion && member.get(key) === undefined ? 0 : 1
  const call = isDeletion ? member.delete(key) : member.put(key, step)
  const end = await stage.world.settle(endOf(call))
  await stage.world.advance(2000)
  if (end !== 'done') stage.found(`calm: ${isDeletion ? 'delete' : 'put'} ended with ${end}`)
  for (const other of stage.members)
    if (other.log().length !== before + grows)
      stage.found(`calm: ${other.name} holds ${other.log().length - before} entries for ${grows}`)
}
