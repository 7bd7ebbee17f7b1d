/**
 * A run worth looking at, for tests of its views: members that write, a cut, a crash, a pause, loss
 * and damage, all in virtual time and from a seed. `scale` makes it longer without changing what
 * happens in it. It decides nothing about how a run is shown.
 */
import { createMember } from '@quorate/core'
import type { Member } from '@quorate/core'
import { corrupt, duplicate, loss } from '../faults/index.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { RunRecorder } from './recording/index.ts'
import type { RunEnd } from './recording/index.ts'
import type { PlanLine, RunFailure, RunRecord } from './run-record.ts'

/** What of the scene may be another. */
export interface SceneOptions {
  readonly seed?: number
  readonly minutes?: number
  readonly names?: readonly string[]
  readonly failure?: RunFailure
}

interface Stage {
  readonly world: World
  readonly recorder: RunRecorder
  readonly members: Map<string, Member>
  readonly plan: PlanLine[]
  readonly names: readonly string[]
}

const secret = 'secret of the scene'
const underWayMs = 0.5
const letters = ['a', 'b', 'c', 'd', 'e']

/** The record of the scene, and the hash that its world ended with. */
export async function playScene(options: SceneOptions = {}): Promise<RunRecord> {
  const { seed = 42, minutes = 2, names = letters, failure } = options
  const title = 'A scene with everything in it'
  const recorder = new RunRecorder({ title, seed, now: () => world.now })
  const world: World = createWorld({ seed, onTrace: recorder.trace })
  const stage: Stage = { world, recorder, members: new Map(), plan: [], names }
  await gather(stage)
  await play(stage, minutes * 60_000)
  const end: RunEnd = { endMs: world.now, hash: world.hash, plan: stage.plan }
  return recorder.record(failure === undefined ? end : { ...end, failure })
}

async function gather(stage: Stage): Promise<void> {
  const [first = 'a', ...others] = stage.names
  await begin(stage, first)
  for (const name of others) {
    await begin(stage, name)
    await stage.world.settle(stage.members.get(name)?.join(first) ?? Promise.resolve())
    await stage.world.advance(300)
  }
}

async function begin(stage: Stage, name: string, isBack = false): Promise<void> {
  const { world, recorder, members } = stage
  const env = isBack ? world.restart(name) : world.env(name)
  const member = await world.settle(createMember({ secret, ...env }))
  members.set(name, member)
  recorder.follow(name, member)
}

/** The scene's parts, at parts of its length. */
async function play(stage: Stage, lengthMs: number): Promise<void> {
  const { world, names } = stage
  const [a = 'a', b = 'b', c = 'c', d = 'd', e = 'e'] = names
  const at = (part: number): number => Math.round(lengthMs * part)
  await writeUntil(stage, at(0.1))
  said(stage, `cut ${a} ${b} from ${c} ${d} ${e}`, at(0.25))
  world.cut([a, b], [c, d, e])
  await writeUntil(stage, at(0.25))
  world.heal()
  await writeUntil(stage, at(0.35))
  said(stage, `crash ${c}`, at(0.45))
  world.crash(c)
  await writeUntil(stage, at(0.45))
  await begin(stage, c, true)
  await writeUntil(stage, at(0.55))
  said(stage, `pause ${d}`, at(0.6))
  world.pause(d)
  await writeUntil(stage, at(0.6))
  world.resume(d)
  await writeUntil(stage, at(0.7))
  said(stage, 'lose 5 %, double 3 %, damage 1 %', at(0.8))
  const rules = [loss(0.05), duplicate(0.03), corrupt(0.01)]
  for (const rule of rules) world.addRule(rule)
  await writeUntil(stage, at(0.8))
  for (const rule of rules) world.removeRule(rule)
  said(stage, `isolate ${e}`, at(0.9))
  world.cut([e], [a, b, c, d], { oneWay: true })
  await writeUntil(stage, at(0.9))
  world.heal()
  // A question asked just before the end is still under way then.
  await writeUntil(stage, lengthMs - underWayMs)
  stage.members
    .get(a)
    ?.ping(b)
    .catch(() => undefined)
  await world.advance(underWayMs)
}

function said({ world, plan }: Stage, text: string, untilMs: number): void {
  plan.push({ atMs: world.now, untilMs, text })
}

/** Everybody who runs writes now and then, by turns. */
async function writeUntil(stage: Stage, untilMs: number): Promise<void> {
  const { world, members, names } = stage
  for (let turn = Math.floor(world.now / 1700); world.now < untilMs; turn++) {
    const name = names[turn % names.length] ?? 'a'
    if (world.stateOf(name) === 'running') write(members.get(name), turn)
    await world.advance(Math.min(1700, untilMs - world.now))
  }
}

function write(member: Member | undefined, turn: number): void {
  const done = turn % 7 === 6 ? member?.delete('job-1') : member?.put(`job-${turn % 4}`, turn)
  done?.catch(() => undefined)
}
