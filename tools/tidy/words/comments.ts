// Two rules of comments: a source of core opens with one (what it decides, what it must never do),
// and one that promises later work names its issue.

import { isCode, isCoreSource, isTest } from '../base/paths.ts'
import { findingAt, findingIn, perFile, type Rule } from '../base/rule.ts'
import { treeOf } from '../base/source.ts'

export const header: Rule = perFile({
  name: 'header',
  appliesTo: isCoreSource,
  checkFile: ({ path, text }) =>
    /^\s*\/[/*]/.test(text) ? [] : [findingIn(path, 'open with a comment: what the file decides')],
})

const promise = /\b(?:TODO|FIXME|XXX)\b(?!\s*\(?#\d+)/

export const issues: Rule = perFile({
  name: 'issues',
  appliesTo: (path) => isCode(path) || isTest(path),
  checkFile: (source) =>
    treeOf(source)
      .comments.filter(({ value }) => promise.test(value))
      .map(({ start }) => findingAt(source, start, 'later work names its issue, as `#12`')),
})
