import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eliasdbNames } from './eliasdb-names.fixture.ts'

const root = new URL('../../../../', import.meta.url)
const below = 'packages/simulator/src/'
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface Row {
  readonly subject: string
  readonly tests: readonly string[]
}

const isRow = (line: string): boolean =>
  line.startsWith('| ') && !/^\| (?:EliasDB|no\.|defect) \|/.test(line)

/** The rows of the tables below a heading: what each is about, and its last cell. */
function rowsBelow(heading: string): readonly Row[] {
  const [, section = ''] = read('docs/eliasdb-parity.md').split(`\n## ${heading}\n`)
  const lines = section.split('\n## ')[0]?.split('\n').filter(isRow) ?? []
  return lines.map((line) => {
    const cells = line.slice(2, -2).split(' | ')
    return {
      subject: cells[0]?.replaceAll('`', '') ?? '',
      tests: cells.at(-1)?.split('<br>') ?? [],
    }
  })
}

const pathOf = (file: string): string => (file.startsWith('packages/') ? file : below + file)

/** What is wrong with what a row names; undefined: nothing. */
function complaint(named: string): string | undefined {
  if (/^planned: locks$/.test(named)) return undefined
  if (/^not applicable: \S/.test(named)) return undefined
  const [, file, title] = /^`([^`]+\.test\.ts)`: (.+)$/.exec(named) ?? []
  if (file === undefined || title === undefined) return `names no test: ${named}`
  if (!existsSync(new URL(pathOf(file), root))) return `no such file: ${file}`
  return read(pathOf(file)).includes(`'${title}',`) ? undefined : `no such test: ${title}`
}

const complaints = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ subject, tests }) =>
    tests.flatMap((named) => complaint(named) ?? []).map((what) => `${subject}: ${what}`),
  )

const subjectsOf = (rows: readonly Row[]): readonly string[] => rows.map(({ subject }) => subject)

/** The tests of a folder whose titles begin with a number that a table has a row for. */
const numbered = (folder: string, number: RegExp): readonly string[] =>
  readdirSync(new URL(below + folder, root))
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...read(`${below}${folder}/${file}`).matchAll(/\bit\(\s*'([^']+)',/g)].map(
        ([, title = '']) => ({ title, named: `\`${folder}/${file}\`: ${title}` }),
      ),
    )
    .filter(({ title }) => number.test(title))
    .map(({ named }) => named)

const namedIn = (rows: readonly Row[]): readonly string[] => rows.flatMap(({ tests }) => tests)

describe('the table of names', () => {
  const rows = rowsBelow('Names')
  it('has one row for each exported name, and no other', () => {
    expect(subjectsOf(rows).toSorted()).toEqual(eliasdbNames.toSorted())
  })
  it('names tests that exist', () => {
    expect(complaints(rows)).toEqual([])
  })
})

describe('the table of scenarios', () => {
  const rows = rowsBelow('Scenarios')
  it('has one row for each scenario, in order', () => {
    expect(subjectsOf(rows)).toEqual(Array.from({ length: 78 }, (_, i) => String(i + 1)))
  })
  it('names tests that exist', () => {
    expect(complaints(rows)).toEqual([])
  })
  it('names every test of a scenario', () => {
    const unnamed = numbered('parity', /^\d+: /).filter((test) => !namedIn(rows).includes(test))
    expect(unnamed).toEqual([])
  })
})

describe('the table of defects', () => {
  const rows = rowsBelow('Defects')
  it('has a row for each defect', () => {
    const numbers = Array.from({ length: 9 }, (_, index) => index + 1)
    const rest = [10, 11, 12, 13, 14, 22, 23, 24, 26, 28, 30, 31, 32, 36, 37, 38]
    const expected = [...numbers, ...rest].map((number) => `D${number}`)
    expect(subjectsOf(rows).filter((subject) => /^D\d/.test(subject))).toEqual(expected)
  })
  it('names tests that exist', () => {
    expect(complaints(rows)).toEqual([])
  })
  it('names every test of a defect', () => {
    const unnamed = numbered('defects', /^D\d+: /).filter((test) => !namedIn(rows).includes(test))
    expect(unnamed).toEqual([])
  })
})

describe('a row', () => {
  it.each([
    ['no test', '', 'names no test: '],
    ['a plan nobody has', 'planned: some day', 'names no test: planned: some day'],
    ['a missing file', '`parity/z.test.ts`: 1: x', 'no such file: parity/z.test.ts'],
    ['a missing title', '`parity/g-housekeeping.test.ts`: 21: no', 'no such test: 21: no'],
  ])('is told when it names %s', (_, named, what) => {
    expect(complaint(named)).toBe(what)
  })
})
