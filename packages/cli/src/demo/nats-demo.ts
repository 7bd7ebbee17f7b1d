/**
 * The demo over NATS from its first line to its exit code. Whatever happens, the server and all
 * members are gone when it is over.
 */
import { findNatsServer, howToGetNatsServer, startNatsServer } from '@quorate/nats-server'
import { type DemoOptions, memberNames } from './demo-options.ts'
import { playOverNats, ProcessStage } from './nats/index.ts'
import { conclude, type Screen } from './telling/index.ts'

export interface NatsDemoSurroundings {
  readonly screen: Screen
  /** For what keeps the demo from starting. */
  readonly errors: Screen
  /** Fires when the process is asked to end. */
  readonly ending: AbortSignal
}

/** 0: all agree at the end. 1: they do not, or it went wrong. 2: there is no nats-server. */
export async function natsDemo(
  { members }: DemoOptions,
  { screen, errors, ending }: NatsDemoSurroundings,
): Promise<0 | 1 | 2> {
  if (findNatsServer() === undefined) {
    errors.write(howToGetNatsServer)
    return 2
  }
  const server = await startNatsServer().catch((error: Error) => error)
  if (server instanceof Error) {
    errors.write(server.message)
    return 1
  }
  const stage = new ProcessStage({ screen, url: server.url, ending })
  try {
    return await play(stage, { members, url: server.url, screen })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    stage.timeline.say(`\n${ending.aborted ? 'Interrupted.' : `The story went wrong: ${reason}`}`)
    return 1
  } finally {
    await stage.end()
    await server.stop()
  }
}

async function play(
  stage: ProcessStage,
  { members, url, screen }: { members: number; url: string; screen: Screen },
): Promise<0 | 1> {
  const { timeline } = stage
  for (const line of introduction(members, url)) timeline.say(line)
  const reports = await playOverNats(stage, memberNames(members))
  return conclude(reports, { timeline, screen })
}

const introduction = (members: number, url: string): readonly string[] => [
  `Quorate: ${members} members, each a process of its own, over nats-server at ${url}.`,
  '',
  'Time is in seconds. > is what a member is made to do, < what comes of it;',
  'all other lines are what members tell by themselves.',
]
