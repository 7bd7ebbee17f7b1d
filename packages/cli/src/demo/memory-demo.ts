/**
 * The embedded demo from its first line to its exit code.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type DemoOptions, memberNames } from './demo-options.ts'
import { MemoryStage, playInMemory } from './memory/index.ts'
import { StoryFailed } from './story/index.ts'
import { conclude, type Screen } from './telling/index.ts'

/** 0: all members agree at the end. 1: they do not, or the story went wrong. */
export async function memoryDemo(options: DemoOptions, screen: Screen): Promise<0 | 1> {
  const { seed, members, realTime } = options
  const stage = new MemoryStage({ seed, screen, keepUp: realTime ? realClock() : undefined })
  const { timeline } = stage
  const names = memberNames(members + 1)
  for (const line of introduction(options)) timeline.say(line)
  try {
    const reports = await playInMemory(stage, names.slice(0, -1), names.at(-1) ?? '')
    return conclude(reports, { timeline, screen })
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error
    timeline.say(`\nThe story went wrong: ${error.message}. Seed ${seed}.`)
    return 1
  }
}

const introduction = ({ seed, members, realTime }: DemoOptions): readonly string[] => [
  `Quorate: ${members} members in one process, on a simulated network, in virtual time` +
    `${realTime ? ' at the pace of the real clock' : ''}. Seed ${seed}.`,
  '',
  'Time is in seconds. > is what a member is made to do, < what comes of it;',
  'all other lines are what members tell by themselves.',
]

/** Waits until the real clock has come as far as the virtual one. */
function realClock(): (virtualMs: number) => Promise<void> {
  const start = performance.now()
  return async (virtualMs) => {
    const ahead = virtualMs - (performance.now() - start)
    if (ahead > 0) await wait(ahead)
  }
}
