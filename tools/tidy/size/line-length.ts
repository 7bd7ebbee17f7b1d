// A line has at most 100 characters, comments and strings included. A line that holds an address is
// free: breaking it would break the address.

import { isCode } from '../base/paths.ts'
import { type Finding, perFile, type Rule } from '../base/rule.ts'

const charactersMax = 100

export const lineLength: Rule = perFile({
  name: 'line-length',
  appliesTo: isCode,
  checkFile: ({ path, text }) =>
    text.split('\n').flatMap((line, index): readonly Finding[] => {
      const length = Array.from(line).length
      if (length <= charactersMax || line.includes('://')) return []
      return [{ path, line: index + 1, message: `${length} characters, at most ${charactersMax}` }]
    }),
})
