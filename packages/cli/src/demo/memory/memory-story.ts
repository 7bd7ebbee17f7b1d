/**
 * The story of the embedded demo: members gather, the network is cut, both halves change what the
 * other half changes too, and after the heal they find one truth. Decides who does what; keeps to
 * what applications can do.
 */
import {
  type Actor,
  agreed,
  ask,
  gather,
  inState,
  known,
  loggedFailed,
  put,
  read,
  reportsOf,
  restMs,
  share,
} from '../story/index.ts'
import type { Report } from '../telling/index.ts'
import type { MemoryStage } from './memory-stage.ts'

/** Who plays which part. */
interface Parts {
  readonly near: readonly Actor[]
  readonly far: readonly Actor[]
  /** Of the near half: puts and ejects. */
  readonly ejector: Actor
  /** Of the far half: puts and adds. */
  readonly adder: Actor
  /** Of the far half: is ejected. */
  readonly ejected: Actor
  /** Starts in the far half. */
  readonly newcomer: string
}

/** Plays it all; what the members report at the end. */
export async function playInMemory(
  stage: MemoryStage,
  names: readonly string[],
  newcomerName: string,
): Promise<readonly Report[]> {
  const actors = await gather(stage, names)
  await share(stage, actors)
  await ask(stage, actors)
  const parts = partsFor(actors, newcomerName)
  await separate(stage, parts)
  const newcomer = await disagree(stage, parts)
  const all = [...actors, newcomer]
  await reunite(stage, parts, newcomer)
  await comeBack(stage, parts, all)
  await stage.until(agreed(all))
  await stage.pass(restMs)
  return reportsOf(all)
}

function partsFor(actors: readonly Actor[], newcomer: string): Parts {
  const half = Math.ceil(actors.length / 2)
  const near = actors.slice(0, half)
  const far = actors.slice(half)
  const [ejector] = near
  const [adder] = far
  const ejected = far.at(-1)
  if (ejector === undefined || adder === undefined || ejected === undefined)
    throw new Error('too few members for this story')
  return { near, far, ejector, adder, ejected, newcomer }
}

async function separate(stage: MemoryStage, { near, far }: Parts): Promise<void> {
  const { timeline } = stage
  timeline.chapter(
    'The network is cut in two',
    'Each half finds the other silent, logs it as down, and goes on by itself.',
  )
  timeline.act('network', `is cut: ${namesOf(near)} | ${namesOf(far)}`)
  stage.cut(near, far)
  await stage.until(loggedFailed(near, listOf(far)))
  await stage.until(loggedFailed(far, listOf(near)))
  await stage.pass(restMs)
}

/** Both halves change the same key and the roster. The newcomer. */
async function disagree(stage: MemoryStage, parts: Parts): Promise<Actor> {
  const { timeline } = stage
  const { near, far, ejector, adder, ejected } = parts
  timeline.chapter(
    'Both halves change the same things',
    `Neither waits for the other. ${parts.newcomer}, one more member, starts in the far half.`,
  )
  await put(stage, ejector, ['colour', 'green'])
  await stage.pass(restMs)
  await put(stage, adder, ['colour', 'red'])
  await stage.pass(restMs)
  await read(stage, ejector, 'colour')
  await read(stage, adder, 'colour')
  timeline.act(ejector.name, `ejects ${ejected.name}, which cannot hear it`)
  await ejector.eject(ejected.name)
  await stage.pass(restMs)
  await put(stage, ejected, ['note', 'I am still here'])
  await stage.pass(restMs)
  timeline.act(parts.newcomer, `starts, and asks ${adder.name} to let it in`)
  const newcomer = await stage.start(parts.newcomer)
  stage.cut(near, [newcomer])
  await newcomer.join(adder.name)
  await stage.until(known([newcomer, ...far], 'colour', 'red'))
  await stage.pass(restMs)
  return newcomer
}

async function reunite(stage: MemoryStage, parts: Parts, newcomer: Actor): Promise<void> {
  const { timeline } = stage
  const { near, far, ejected } = parts
  timeline.chapter(
    'The network heals',
    'Logs are exchanged and replayed in one order; whoever lost something is told so.',
  )
  timeline.act('network', 'is whole again')
  stage.heal()
  const stay = far.filter((actor) => actor !== ejected)
  await stage.until(inState([ejected], 'ejected'))
  await stage.until(agreed([...near, ...stay, newcomer]))
  await stage.pass(restMs)
  for (const actor of [near[0], stay[0]])
    if (actor !== undefined) await read(stage, actor, 'colour')
}

async function comeBack(
  stage: MemoryStage,
  { ejector, ejected }: Parts,
  all: readonly Actor[],
): Promise<void> {
  stage.timeline.chapter(
    'The ejected member comes back',
    'Ejected is ejected, until the member joins again: with a new store, under its old name.',
  )
  stage.timeline.act(ejected.name, `asks ${ejector.name} to let it in`)
  await ejected.join(ejector.name)
  await stage.until(agreed(all))
  await stage.pass(restMs)
  await read(stage, ejected, 'colour')
}

const listOf = (actors: readonly Actor[]): readonly string[] => actors.map(({ name }) => name)
const namesOf = (actors: readonly Actor[]): string => listOf(actors).join(' ')
