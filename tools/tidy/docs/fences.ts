// Fenced code blocks of a Markdown file, with the marker that may stand on the line before.

export interface Fence {
  /** The line, from 1, of the opening fence. */
  readonly line: number
  readonly tag: string
  readonly text: string
  /** What `<!-- region: … -->` on the line before names. */
  readonly region: string | undefined
}

const opening = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/
const marker = /^\s*<!--\s*region:\s*(\S+)\s*-->\s*$/

const regionBefore = (lines: readonly string[], at: number): string | undefined => {
  const before = lines[at - 1]?.trim() === '' ? lines[at - 2] : lines[at - 1]
  return marker.exec(before ?? '')?.[1]
}

/** Removes the indentation that all lines share. */
export function dedent(text: string): string {
  const lines = text.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const shared = Math.min(...filled.map((line) => line.length - line.trimStart().length))
  return lines
    .map((line) => (line.trim() === '' ? '' : line.slice(shared)))
    .join('\n')
    .trim()
}

function fenceAt(lines: readonly string[], at: number): (Fence & { end: number }) | undefined {
  const open = opening.exec(lines[at] ?? '')
  if (!open) return undefined
  const close = (line: string): boolean => line.trim() === (open[2] ?? '')
  const length = lines.slice(at + 1).findIndex(close)
  const end = length < 0 ? lines.length : at + 1 + length
  const text = dedent(lines.slice(at + 1, end).join('\n'))
  return { line: at + 1, tag: open[3] ?? '', text, region: regionBefore(lines, at), end }
}

export function fencesOf(text: string): readonly Fence[] {
  const lines = text.split('\n')
  const found: Fence[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const fence = fenceAt(lines, at)
    if (fence === undefined) continue
    found.push(fence)
    at = fence.end
  }
  return found
}
