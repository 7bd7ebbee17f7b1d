// Names that hold anything hold everything: a folder or file is named for its concept, in kebab-
// case.

import { isTypeScript } from '../base/paths.ts'
import { findingIn, perFile, type Rule } from '../base/rule.ts'

const vague = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc', 'lib', 'types']

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

function complaint(part: string): string | undefined {
  const stem = part.replace(/(?:\.[a-z]+)*\.m?ts$/, '')
  if (vague.includes(stem)) return `${part}: name the concept, or keep it where it is used`
  return kebab.test(stem) ? undefined : `${part}: names are kebab-case`
}

export const names: Rule = perFile({
  name: 'names',
  appliesTo: isTypeScript,
  checkFile: ({ path }) =>
    path
      .split('/')
      .map(complaint)
      .filter((message) => message !== undefined)
      .map((message) => findingIn(path, message)),
})
