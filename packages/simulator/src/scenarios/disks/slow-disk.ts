/**
 * A disk that takes its time, and a process that dies in the middle: nobody else may hold, and no
 * caller may have been promised, what that disk lost (R1, S8, M20).
 */
import type { EntryId, Member } from '@quorate/core'
import type { Scenario } from '../../mutants/index.ts'
import { endOf, Stage } from '../stage.ts'

const rounds = 6
const writers: readonly string[] = ['a', 'b', 'c']

export const slowDisk: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed, { syncMs: { min: 50, max: 900 } })
    await stage.form(writers)
    for (let round = 0; round < rounds; round++) await crashWhileWriting(stage, round)
    await crashWhileLettingIn(stage)
    return stage.findings[0]
  },
}

async function crashWhileWriting(stage: Stage, round: number): Promise<void> {
  const victim = writers[stage.below(writers.length, `victim ${round}`)] ?? 'a'
  const promised: EntryId[] = []
  const writes = 4 + stage.below(8, `writes ${round}`)
  for (let i = 0; i < writes; i++) {
    for (const name of writers)
      write(stage.member(name), `${round}.${i}`, name === victim ? promised : [])
    await stage.world.advance(stage.below(120, `pause ${round}.${i}`))
  }
  stage.crash(victim)
  await stage.world.advance(stage.below(800, `dead ${round}`))
  const kept = (await stage.restart(victim)).version().vector
  for (const { stream, seq } of promised)
    if ((kept.get(stream) ?? 0) <= seq) stage.found(`S8: ${victim} lost a write it promised`)
  const own = new Set(promised.map(({ stream }) => stream))
  for (let i = 0; i < 4; i++) {
    for (const member of stage.members) noneHoldsMore(stage, member, { kept, own })
    await stage.world.advance(700)
  }
}

/** What it resolves with goes to `promised`; what it is refused with is no promise. */
function write(member: Member, what: string, promised: EntryId[]): void {
  void member.put(`of ${member.name}`, what).then(
    (id) => promised.push(id),
    () => undefined,
  )
}

/** What the disk kept of its own streams is all there ever was of them. */
function noneHoldsMore(
  stage: Stage,
  member: Member,
  disk: { readonly kept: ReadonlyMap<string, number>; readonly own: ReadonlySet<string> },
): void {
  for (const [stream, count] of member.version().vector) {
    if (!disk.own.has(stream)) continue
    const kept = disk.kept.get(stream) ?? 0
    if (count > kept) stage.found(`S8: ${member.name} holds ${count} entries of ${kept} on disk`)
  }
}

/** Told "yes", a joiner gets in, even if its sponsor dies: what it was told is on the disk. */
async function crashWhileLettingIn(stage: Stage): Promise<void> {
  const joiner = await stage.start('d', { foundsCluster: false })
  const end = endOf(joiner.join('a', { timeoutMs: 20_000 }))
  await stage.world.advance(stage.below(500, 'before the crash'))
  stage.crash('a')
  await stage.world.advance(stage.below(500, 'sponsor is dead'))
  await stage.restart('a')
  const how = await stage.world.settle(end)
  if (how !== 'done') stage.found(`M20: a join whose sponsor restarted ended with ${how}`)
}
