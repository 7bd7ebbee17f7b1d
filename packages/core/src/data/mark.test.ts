import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { marks } from './mark.ts'

const src = fileURLToPath(new URL('../', import.meta.url))

/** Every source but the list itself, by its path below src. */
const sources = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?!data\/mark).*(?<!\.test|\.fixture)\.ts$/.test(path))
    .map((path) => [path, readFileSync(src + path, 'utf8')]),
)

/** Where a mark is said; a file twice if it says it twice. */
const saidIn = (mark: string): readonly string[] =>
  [...sources].flatMap(([path, text]) =>
    text
      .split(`'${mark}'`)
      .slice(1)
      .map(() => path.slice(0, path.indexOf('/'))),
  )

describe('marks', () => {
  it.each(Object.keys(marks))('%s is said once, in the folder it is named for', (mark) => {
    expect(saidIn(mark)).toEqual([mark.slice(0, mark.indexOf('.'))])
  })

  it('are a handful, each with a sentence', () => {
    expect(Object.keys(marks).length).toBeGreaterThan(30)
    for (const when of Object.values(marks)) expect(when.length).toBeGreaterThan(20)
  })
})
