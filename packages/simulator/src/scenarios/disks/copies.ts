/**
 * A disk is copied, its member goes on, and then the copy comes into service: as a backup that is
 * restored, or beside the original. No id is ever used twice (S1), one process goes on (M42), and
 * its disk has all of it (M41).
 */
import { type LogIdentity, type Member } from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { chainedStreams, OneContent } from '@quorate/transport-memory'
import type { Scenario } from '../../mutants/index.ts'
import { Stage } from '../stage.ts'

export const copies: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const contents = new OneContent()
    await stage.form(['a', 'c'])
    const disk = new MemoryLogStore()
    const b = await stage.start('b', { log: disk })
    await stage.world.settle(b.join('a'))
    await write(stage, b, 'before')
    await stage.world.settle(b.stop())
    stage.crash('b')
    const copy = copyOf(disk)
    await write(stage, await stage.restart('b', { log: disk }), 'original')
    see(stage, contents)
    const isBackup = await serve(stage, copy)
    for (let i = 0; i < 4; i++) {
      await stage.world.advance(5000)
      see(stage, contents)
    }
    await goOn(stage, (machine) => (isBackup || machine === 'copy' ? copy : disk))
    return stage.findings[0]
  },
}

/** One of those that are b is, and is still when it is started again. */
async function goOn(stage: Stage, diskOf: (machine: string) => MemoryLogStore): Promise<void> {
  const going = stage.members.filter(({ name, state }) => name === 'b' && state.state !== 'ejected')
  const [one] = going
  if (one === undefined || going.length > 1) return stage.found(`M42: ${going.length} go on as b`)
  const machine = one.address
  const log = diskOf(machine)
  const { length } = one.log()
  stage.crash(machine)
  log.crash()
  const again = await stage.restart(machine, { name: 'b', log })
  if (again.log().length < length) stage.found('M41: b, started again, has less than it had')
  await stage.world.advance(10_000)
  if (again.version().hash !== stage.member('a').version().hash)
    stage.found('L1: b, started again, does not hold what the others do')
}

/** Whether the copy is a backup that is restored. */
async function serve(stage: Stage, copy: MemoryLogStore): Promise<boolean> {
  const isBackup = stage.draw.unit('backup') < 0.5
  if (isBackup) stage.crash('b')
  const started = isBackup
    ? stage.restart('b', { log: copy })
    : stage.start('copy', { name: 'b', log: copy })
  await write(stage, await started, 'copy')
  return isBackup
}

async function write(stage: Stage, member: Member, what: string): Promise<void> {
  for (let i = 0; i <= stage.below(4, what); i++)
    await stage.world.settle(member.put(`${what} ${i}`, i))
  await stage.world.advance(stage.below(2000, `after ${what}`))
}

function see(stage: Stage, contents: OneContent): void {
  for (const member of stage.members) {
    const log = member.log()
    const who = `${member.name} at ${member.address}`
    stage.findings.push(...contents.see(who, log), ...chainedStreams({ who, log }))
  }
}

/** What a disk held, on another one. */
function copyOf(store: MemoryLogStore): MemoryLogStore {
  const copy = new MemoryLogStore()
  copy.open().subscribe()
  store.open().subscribe(({ identity, entries }) => {
    copy.start(identity as LogIdentity).subscribe()
    copy.append(entries).subscribe()
  })
  store.close().subscribe()
  copy.close().subscribe()
  return copy
}
