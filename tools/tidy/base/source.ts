// What every rule reads: a file as path and text, and, for those that ask, its syntax tree, parsed
// once. The parser is oxc's: TypeScript 7 has no JavaScript API, and this one gives ESTree nodes.

import { type Comment, type Node, parseSync, type Program } from 'oxc-parser'

/** One file of the repository, its path relative to the root, with `/`. */
export interface Source {
  readonly path: string
  readonly text: string
}

export interface Parsed {
  readonly program: Program
  readonly comments: readonly Comment[]
}

const parsed = (source: Source): Parsed => {
  const { program, comments } = parseSync(source.path, source.text)
  return { program, comments }
}

/** The tree of a source; `remember` keeps trees for as long as their sources live. */
export const treeOf = remember(parsed)

const startsOf = remember(({ text }: Source): readonly number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
})

/** The line, from 1, of a position in the text. */
export function lineAt(source: Source, offset: number): number {
  const starts = startsOf(source)
  let low = 0
  let high = starts.length
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

export type Visit = (node: Node, parents: readonly Node[]) => void

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function children(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

/** Visits every node, outer before inner; `parents` runs from the program inwards. */
export function walk(root: Node, visit: Visit): void {
  const step = (node: Node, parents: readonly Node[]): void => {
    visit(node, parents)
    const around = [...parents, node]
    for (const child of children(node)) step(child, around)
  }
  step(root, [])
}

function remember<T>(compute: (source: Source) => T): (source: Source) => T {
  const known = new WeakMap<Source, T>()
  return (source) => {
    const before = known.get(source)
    if (before !== undefined) return before
    const fresh = compute(source)
    known.set(source, fresh)
    return fresh
  }
}
