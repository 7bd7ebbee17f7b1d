/**
 * The story of the demo over NATS: members gather, one is killed and started again, one is stopped
 * and goes on, one is ejected and comes back. Decides who does what.
 */
import {
  agreed,
  ask,
  gather,
  inState,
  known,
  loggedFailed,
  put,
  read,
  reportsOf,
  request,
  restMs,
  share,
} from '../story/index.ts'
import type { Report } from '../telling/index.ts'
import type { ProcessActor } from './process-actor.ts'
import type { ProcessStage } from './process-stage.ts'

/** Who plays which part. */
interface Parts {
  readonly all: readonly ProcessActor[]
  readonly first: ProcessActor
  readonly subject: ProcessActor
}

/** Plays it all; what the members report at the end. */
export async function playOverNats(
  stage: ProcessStage,
  names: readonly string[],
): Promise<readonly Report[]> {
  const actors = await gather(stage, names)
  await share(stage, actors)
  await ask(stage, actors)
  const again = await killAndRestart(stage, partsFor(actors, 2))
  const all = actors.map((actor) => (actor.name === again.name ? again : actor))
  await stopAndContinue(stage, partsFor(all, 3))
  await ejectAndRejoin(stage, partsFor(all, all.length - 1))
  await stage.until(agreed(all))
  await stage.pass(restMs)
  return reportsOf(all)
}

function partsFor(all: readonly ProcessActor[], index: number): Parts {
  const [first] = all
  const subject = all[index]
  if (first === undefined || subject === undefined)
    throw new Error('too few members for this story')
  return { all, first, subject }
}

const othersOf = ({ all, subject }: Parts): readonly ProcessActor[] =>
  all.filter((actor) => actor !== subject)

/** The new process of the same name. */
async function killAndRestart(stage: ProcessStage, parts: Parts): Promise<ProcessActor> {
  const { timeline } = stage
  const { first, subject, all } = parts
  const { name } = subject
  timeline.chapter(
    'A process is killed',
    'The others find it silent. One of them logs that, and all of them know.',
  )
  timeline.act(name, 'is killed (kill -9)')
  await subject.process.kill()
  await stage.until(loggedFailed(othersOf(parts), [name]))
  await request(stage, first, { to: name, data: 'are you there?' })
  await stage.pass(restMs)
  timeline.chapter(
    'It is started again',
    'Its log is gone with it. It joins under its old name, with a new store, and has everything.',
  )
  timeline.act(name, `starts, and asks ${first.name} to let it in`)
  const again = await stage.start(name)
  await again.join(first.name)
  await stage.until(agreed(all.map((actor) => (actor === subject ? again : actor))))
  await read(stage, again, 'greeting')
  await stage.pass(restMs)
  return again
}

async function stopAndContinue(stage: ProcessStage, parts: Parts): Promise<void> {
  const { timeline } = stage
  const { first, subject, all } = parts
  const others = othersOf(parts)
  timeline.chapter(
    'A process stands still',
    'Stopped is as good as dead, until it goes on: then it catches up with what it missed.',
  )
  timeline.act(subject.name, 'is stopped (SIGSTOP)')
  await subject.process.pause()
  await stage.until(loggedFailed(others, [subject.name]))
  await put(stage, first, ['colour', 'green'])
  await stage.until(known(others, 'colour', 'green'))
  await stage.pass(restMs)
  timeline.act(subject.name, 'goes on (SIGCONT)')
  await subject.process.resume()
  await stage.until(known(all, 'colour', 'green'))
  await stage.until(agreed(all))
  await read(stage, subject, 'colour')
  await stage.pass(restMs)
}

async function ejectAndRejoin(stage: ProcessStage, parts: Parts): Promise<void> {
  const { timeline } = stage
  const { first, subject, all } = parts
  timeline.chapter(
    'A member is ejected and comes back',
    'Ejected is ejected, until the member joins again: with a new store, under its old name.',
  )
  timeline.act(first.name, `ejects ${subject.name}`)
  await first.eject(subject.name)
  await stage.until(inState([subject], 'ejected'))
  await stage.until(agreed(othersOf(parts)))
  await stage.pass(restMs)
  timeline.act(subject.name, `asks ${first.name} to let it in`)
  await subject.join(first.name)
  await stage.until(agreed(all))
  await read(stage, subject, 'colour')
  await stage.pass(restMs)
}
