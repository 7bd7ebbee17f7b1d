/**
 * How both stories begin: members gather, share state, and ask each other.
 */
import { show } from '../telling/index.ts'
import type { Actor, Stage } from './stage.ts'
import { agreed, known } from './wishes.ts'

/** Milliseconds between acts, so that one can follow. */
export const restMs = 500

/** Members start, each alone, and join one after another. */
export async function gather<Player extends Actor>(
  stage: Stage<Player>,
  names: readonly string[],
): Promise<readonly Player[]> {
  const { timeline } = stage
  timeline.chapter(
    'Joining',
    'A member starts as a cluster of one and joins by asking any member of another.',
  )
  const actors: Player[] = []
  for (const name of names) {
    const contact = actors.at(-1)
    timeline.act(
      name,
      contact === undefined ? 'starts' : `starts, and asks ${contact.name} to let it in`,
    )
    const actor = await stage.start(name)
    if (contact !== undefined) await actor.join(contact.name)
    actors.push(actor)
    await stage.until(agreed(actors))
    await stage.pass(restMs)
  }
  return actors
}

/** A value put at one member can be read at all. */
export async function share(stage: Stage, actors: readonly Actor[]): Promise<void> {
  const [first, second] = actors
  const last = actors.at(-1)
  if (first === undefined || second === undefined || last === undefined) return
  stage.timeline.chapter(
    'Shared state',
    'What one member puts, all can read: each has the whole state and answers by itself.',
  )
  await put(stage, first, ['greeting', 'hello'])
  await stage.until(known(actors, 'greeting', 'hello'))
  await read(stage, last, 'greeting')
  await stage.pass(restMs)
  await put(stage, second, ['limits', { cpu: 4, mem: 16 }])
  await stage.until(agreed(actors))
  await read(stage, first, 'limits')
  await stage.pass(restMs)
}

/** Members ask each other; a handler's error comes back as one. */
export async function ask(stage: Stage, actors: readonly Actor[]): Promise<void> {
  const [first, second, third] = actors
  if (first === undefined || second === undefined || third === undefined) return
  stage.timeline.chapter(
    'Data requests',
    'A member sends data to another, whose handler answers. Errors come back as what they are.',
  )
  await second.serve('upper')
  await third.serve('fail')
  await request(stage, first, { to: second.name, data: 'quorate' })
  await stage.pass(restMs)
  await request(stage, first, { to: third.name, data: 'no luck today' })
  await stage.pass(restMs)
  await request(stage, second, { to: 'nobody', data: 'hello?' })
  await stage.pass(restMs)
}

export async function put(
  { timeline }: Stage,
  actor: Actor,
  [key, value]: readonly [string, Parameters<Actor['put']>[1]],
): Promise<void> {
  timeline.act(actor.name, `puts ${key} = ${show(value)}`)
  await actor.put(key, value)
}

export async function read({ timeline }: Stage, actor: Actor, key: string): Promise<void> {
  timeline.outcome(actor.name, `reads ${key}: ${show(await actor.get(key))}`)
}

export async function request(
  { timeline }: Stage,
  actor: Actor,
  { to, data }: { readonly to: string; readonly data: string },
): Promise<void> {
  timeline.act(actor.name, `asks ${to}: ${show(data)}`)
  try {
    timeline.outcome(actor.name, `gets ${show(await actor.request(to, data))}`)
  } catch (error) {
    timeline.outcome(actor.name, `gets an error: ${(error as Error).message}`)
  }
}
