// A file has at most 300 lines; a longer one decides more than one thing.

import { isCode } from '../base/paths.ts'
import { findingIn, perFile, type Rule } from '../base/rule.ts'

const linesMax = 300

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length

export const fileLength: Rule = perFile({
  name: 'file-length',
  appliesTo: isCode,
  checkFile: ({ path, text }) => {
    const lines = lineCount(text)
    return lines > linesMax
      ? [findingIn(path, `${lines} lines, at most ${linesMax}: split it by decision`)]
      : []
  },
})
