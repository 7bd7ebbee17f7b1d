/**
 * The command that runs a simulation again, guessed from what runs it now: vitest, node's own test
 * runner, or a plain script.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `stack`: of an error made where `simulate` was called. */
export function replayCommand(title: string, stack: string): string {
  const file = callerIn(stack)
  const named = quoted(title.replaceAll(ofPatterns, '\\$&'))
  if (process.env['VITEST'] !== undefined)
    return ['npx vitest run', file, `-t ${named}`].filter((part) => part !== '').join(' ')
  if (process.env['NODE_TEST_CONTEXT'] !== undefined)
    return `node --test --test-name-pattern=${named} ${file}`.trimEnd()
  return `node ${relative(process.cwd(), process.argv[1] ?? '')}`
}

/** Both runners take names as patterns. */
const ofPatterns = /[\\^$.*+?()[\]{}|]/g

/** As one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The first file of the stack that is not of this package. */
function callerIn(stack: string): string {
  const own = fileURLToPath(new URL('..', import.meta.url))
  const files = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s():]+\.[cm]?[jt]s)/g)].map(
    ([, file = '']) => file,
  )
  const caller = files.find((file) => !file.startsWith(own) || file.endsWith('.test.ts'))
  return caller === undefined ? '' : relative(process.cwd(), caller)
}
