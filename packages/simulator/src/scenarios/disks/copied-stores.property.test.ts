import type { Member } from '@quorate/core'
import { chainedStreams, foldsAgain, OneContent } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { Stage } from '../stage.ts'

const machines = ['a', 'b', 'c'] as const

/** What may become of disks while members write; the draws of a seed decide. */
const troubles = ['write', 'write', 'backup', 'restore', 'copy', 'restart', 'cut', 'wait'] as const

/** Members that write while their disks are put back and copied, and all that was ever seen. */
class Copies {
  readonly stage: Stage
  readonly contents = new OneContent()
  /** What was acknowledged, by the key it was put under. */
  readonly told = new Set<string>()
  readonly #machines: string[] = [...machines]
  readonly #backups = new Map<string, ReturnType<Stage['world']['backup']>>()
  #heal: () => void = () => undefined
  #n = 0

  constructor(seed: number) {
    this.stage = new Stage(seed)
  }

  async run(steps: number): Promise<void> {
    const { stage } = this
    await stage.form(machines)
    for (let i = 0; i < steps; i++) {
      await this.#one(troubles[stage.below(troubles.length, `trouble ${i}`)] ?? 'wait', i)
      await stage.world.advance(stage.below(4_000, `pause ${i}`))
      this.see()
    }
    this.#heal()
    await stage.world.advance(60_000)
    this.see()
  }

  get running(): readonly Member[] {
    return this.stage.members
  }

  /**
   * A disk that is put back to before its store was renewed is out, and nobody may be in: then it
   * has to join, as whoever was ejected.
   */
  async bringBack(): Promise<number> {
    const missing = machines.filter((name) => !this.inside.some((member) => member.name === name))
    for (const name of missing) {
      const out = this.running.find((member) => member.name === name)
      const contact = this.inside.find((member) => member.name !== name)
      if (out === undefined || contact === undefined) continue
      await this.stage.world.settle(out.join(contact.address, { timeoutMs: 10_000 }))
    }
    await this.stage.world.advance(30_000)
    return missing.length
  }

  get inside(): readonly Member[] {
    return this.running.filter(({ state }) => state.state !== 'ejected')
  }

  see(): void {
    for (const member of this.running) {
      const who = `${member.name} at ${member.address}`
      const log = member.log()
      const { vector, hash } = member.version()
      const { state } = member.state
      const sight = { who, state, log, vector, hash, stateInfo: member.stateInfo() }
      const { findings } = this.stage
      findings.push(...this.contents.see(who, log), ...chainedStreams(sight), ...foldsAgain(sight))
    }
  }

  async #one(what: (typeof troubles)[number], i: number): Promise<void> {
    const { stage } = this
    const machine = this.#machines[stage.below(this.#machines.length, `machine ${i}`)] ?? 'a'
    switch (what) {
      case 'write':
        return this.#write(machine)
      case 'backup':
        this.#backups.set(machine, stage.world.backup(machine))
        return
      case 'restore':
      case 'restart':
        stage.crash(machine)
        if (what === 'restore') this.#restore(machine)
        await stage.restart(machine, { name: nameOn(machine) })
        return
      case 'copy': {
        const as = `${nameOn(machine)}-${++this.#n}`
        const env = stage.world.clone(machine, as)
        this.#machines.push(as)
        await stage.adopt(as, env, { name: nameOn(machine) })
        return
      }
      case 'cut': {
        this.#heal()
        const side = this.#machines.filter((each) => stage.below(2, `side ${i} ${each}`) === 0)
        const other = this.#machines.filter((each) => !side.includes(each))
        this.#heal = stage.world.cut(side, other)
        return
      }
      case 'wait':
        this.#heal()
    }
  }

  #restore(machine: string): void {
    const backup = this.#backups.get(machine)
    if (backup === undefined) return
    this.stage.world.restore(machine, backup)
    // What nobody else has heard of is gone with the disk that had it.
    const held = new Set(this.running.flatMap(keysIn))
    for (const key of this.told) if (!held.has(key)) this.told.delete(key)
  }

  async #write(machine: string): Promise<void> {
    const key = `key ${++this.#n}`
    const put = this.stage.member(machine).put(key, this.#n)
    await this.stage.world.settle(put.catch(() => null)).then((id) => id && this.told.add(key))
  }
}

const keysIn = (member: Member): readonly string[] =>
  member.log().flatMap(({ event }) => ('key' in event ? [event.key] : []))

const nameOn = (machine: string): string => machine.slice(0, 1)

/** A run that came out as it must; how often what happened in it. */
async function heldOf(seed: number): Promise<typeof nothing> {
  const copies = new Copies(seed)
  await copies.run(14)
  const missing = await copies.bringBack()
  copies.see()
  const { stage, running, inside } = copies
  expect(stage.findings).toEqual([])
  expect(inside.map(({ name }) => name).toSorted()).toEqual(machines)
  expect(new Set(inside.map((member) => member.version().hash)).size).toBe(1)
  const outside = running.filter((member) => !inside.includes(member))
  for (const { state } of outside) expect(['superseded', 'replaced']).toContain(state.reasons[0])
  const keys = new Set(inside.slice(0, 1).flatMap(keysIn))
  expect([...copies.told].filter((key) => !keys.has(key))).toEqual([])
  const renewed = stage.world.marks.get('kernel.store-renewed') ?? 0
  return { renewed, superseded: outside.length, missing, told: copies.told.size }
}

const nothing = { renewed: 0, superseded: 0, missing: 0, told: 0 }

describe('disks that are put back and copied while members write and links are cut', () => {
  it('leave one process a name, one log for all, no id with two contents', async () => {
    const counts = { ...nothing }
    for (let seed = 1; seed <= 40; seed++) {
      const held = await heldOf(seed)
      for (const each of ['renewed', 'superseded', 'missing', 'told'] as const)
        counts[each] += held[each]
    }
    // Runs in which nothing of the kind happened would show nothing.
    expect(counts.renewed).toBeGreaterThan(40)
    expect(counts.superseded).toBeGreaterThan(40)
    expect(counts.missing).toBeLessThan(10)
    expect(counts.told).toBeGreaterThan(80)
  }, 120_000)
})
