// The protocol pages and the code say the same: every kind of message has a row in a table of
// docs/protocol/, and every invariant numbered there is cited where the code keeps it.

import { isTypeScript } from '../base/paths.ts'
import { findingAt, findingIn, type Rule } from '../base/rule.ts'
import { lineAt, type Source, treeOf, walk } from '../base/source.ts'

const messageFile = 'packages/core/src/model/message.ts'

const isProtocolPage = ({ path }: Source): boolean => /^docs\/protocol\/[^/]+\.md$/.test(path)

interface Kind {
  readonly name: string
  readonly offset: number
}

function kindsIn(source: Source): readonly Kind[] {
  const found: Kind[] = []
  walk(treeOf(source).program, (node) => {
    if (node.type !== 'TSPropertySignature' || node.key.type !== 'Identifier') return
    const type = node.typeAnnotation?.typeAnnotation
    if (node.key.name !== 'kind' || type?.type !== 'TSLiteralType') return
    const { literal } = type
    if (literal.type !== 'Literal' || typeof literal.value !== 'string') return
    found.push({ name: literal.value, offset: node.start })
  })
  return found
}

/** What stands in backticks in the first cell of a table's row. */
const rowsOf = ({ text }: Source): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line.trimStart().startsWith('|'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, name]) => name ?? '')

export const messageRows: Rule = {
  name: 'message-rows',
  check: (sources) => {
    const rows = new Set(sources.filter(isProtocolPage).flatMap(rowsOf))
    return sources
      .filter(({ path }) => path === messageFile)
      .flatMap((source) =>
        kindsIn(source)
          .filter(({ name }) => !rows.has(name))
          .map(({ name, offset }) =>
            findingAt(source, offset, `message '${name}' has no row in docs/protocol/*.md`),
          ),
      )
  },
}

const definition = /^(?:[-*]\s+|\|\s*)?\*\*([A-Z]\d+)\b/gm

const isCited = (number: string, code: readonly Source[]): boolean => {
  const cited = new RegExp(`\\b${number}\\b`)
  return code.some(({ text }) => cited.test(text))
}

export const invariantsCited: Rule = {
  name: 'invariants-cited',
  check: (sources) => {
    const code = sources.filter(({ path }) => path.startsWith('packages/') && isTypeScript(path))
    return sources.filter(isProtocolPage).flatMap((page) =>
      [...page.text.matchAll(definition)]
        .filter(([, number]) => !isCited(number ?? '', code))
        .map((match) => ({
          ...findingIn(page.path, `invariant ${match[1]} is cited nowhere in packages/`),
          line: lineAt(page, match.index),
        })),
    )
  },
}
