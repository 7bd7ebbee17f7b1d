/**
 * What a story is played on: members one can make do something, and time that passes. Two stages
 * play the same story: a world in virtual time, and processes over a real server. A story must not
 * know which.
 */
import type { Value } from '@quorate/core'
import type { Report, Timeline } from '../telling/index.ts'

/** A member, wherever it runs; its refusals are errors whose message a person can read. */
export interface Actor {
  readonly name: string
  join(contact: string): Promise<void>
  put(key: string, value: Value): Promise<void>
  get(key: string): Promise<Value | undefined>
  /** How it answers data requests from now on. */
  serve(mode: 'upper' | 'fail'): Promise<void>
  request(to: string, data: Value): Promise<Value>
  eject(name: string): Promise<void>
  report(): Promise<Report>
}

export interface Stage<Player extends Actor = Actor> {
  readonly timeline: Timeline
  /** A new member, alone in a cluster of its own; what it tells goes to the timeline. */
  start(name: string): Promise<Player>
  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void>
  /** Lets time pass until it is so. @throws StoryFailed when that takes too long. */
  until(wish: Wish): Promise<void>
}

/** Something that must become true. */
export interface Wish {
  /** For the error message: "…" did not come true. */
  readonly what: string
  readonly isSo: () => Promise<boolean>
}

/** The story did not go as it must. */
export class StoryFailed extends Error {
  override readonly name: string = 'StoryFailed'
}
