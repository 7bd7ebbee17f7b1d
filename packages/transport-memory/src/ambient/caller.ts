/**
 * Who is asking, by the top of a stack: the exceptions to the rule that a member finds no ambient
 * world. The module loader, the console, the process and the test runner use it for themselves,
 * never for what a member decides. XState stamps each delayed event with the date and names it at
 * random, which no option of it changes: it is answered, from the member's own clock and draws.
 * RxJS and XState report an error that nobody handles through a timer: the error is what matters,
 * not the timer.
 */

/** `member`: its own code. `platform`: let through. `stamp`: answered. `report`: an error. */
export type Caller = 'member' | 'platform' | 'stamp' | 'report'

const platform: readonly string[] = [
  'node:internal/console/',
  'node:internal/modules/',
  'node:internal/process/',
  'node:internal/util/debuglog',
  '/node_modules/vitest/',
  '/node_modules/@vitest/',
  '/node_modules/vite/',
]
const stamping = '/node_modules/xstate/'
/** The name of the function in both libraries, and how far below the timer it is. */
const reporting = 'reportUnhandledError'
const reportingDepthMax = 3

/** Whose call it is. `stack`: of an error whose first frame is the call. */
export function callerOf(stack: string | undefined): Caller {
  const frames = framesOf(stack ?? '')
  if (frames.some((frame) => frame.includes(reporting))) return 'report'
  const [caller = ''] = frames
  if (platform.some((path) => caller.includes(path))) return 'platform'
  return caller.includes(stamping) ? 'stamp' : 'member'
}

/** A message may have lines of its own: frames are those that say at. */
const framesOf = (stack: string): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, reportingDepthMax)
    .map((line) => line.replaceAll('\\', '/'))
