/**
 * What stories wait for, asked of the members themselves.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Value } from '@quorate/core'
import { disagreements, type Report } from '../telling/index.ts'
import type { Actor, Wish } from './stage.ts'

type Actors = readonly Actor[]

export const reportsOf = async (actors: Actors): Promise<readonly Report[]> => {
  const reports: Report[] = []
  for (const actor of actors) reports.push(await actor.report())
  return reports
}

/** All of them are the members, and all have the same state. */
export const agreed = (actors: Actors): Wish => ({
  what: `agreement of ${namesOf(actors)}`,
  isSo: async () => disagreements(await reportsOf(actors)).length === 0,
})

/** Each of them has this value. */
export const known = (actors: Actors, key: string, value: Value): Wish => ({
  what: `${key} at ${namesOf(actors)}`,
  isSo: () => every(actors, async (actor) => isDeepStrictEqual(await actor.get(key), value)),
})

/** Each of them is in this state. */
export const inState = (actors: Actors, state: string): Wish => ({
  what: `${namesOf(actors)} ${state}`,
  isSo: () => every(actors, async (actor) => (await actor.report()).state === state),
})

/** Each of them has the log say that exactly these do not answer. */
export const loggedFailed = (actors: Actors, names: readonly string[]): Wish => ({
  what: `${names.join(' ') || 'nobody'} logged as failed at ${namesOf(actors)}`,
  isSo: () => every(actors, async (actor) => (await actor.report()).failed.join() === names.join()),
})

const namesOf = (actors: Actors): string => actors.map(({ name }) => name).join(' ')

async function every(actors: Actors, test: (actor: Actor) => Promise<boolean>): Promise<boolean> {
  for (const actor of actors) if (!(await test(actor))) return false
  return true
}
