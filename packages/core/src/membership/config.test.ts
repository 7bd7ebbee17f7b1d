import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultMembershipConfig, membershipPresets } from './config.ts'

const page = readFileSync(
  new URL('../../../../docs/protocol/membership.md', import.meta.url),
  'utf8',
)
/** The cells of the row that begins with a setting. */
const rowOf = (name: string): readonly string[] =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\` |`))
    ?.split('|')
    .map((cell) => cell.trim())
    .slice(2, -1) ?? []

/** `3 peers`, `15,000` and `` `swim` `` as the value they say; undefined: the default. */
const valueIn = (cell: string | undefined): string | undefined =>
  cell?.replaceAll(/[`,]/g, '').split(' ')[0] || undefined

describe('the settings of membership', () => {
  const { local, lan, wan } = membershipPresets
  const names = Object.keys(lan) as (keyof typeof lan)[]

  it.each(names)(
    '%s is on the page, with what each preset has and what turning it does',
    (name) => {
      const [its, locals, wans, effect] = rowOf(name)
      expect(valueIn(its)).toBe(String(lan[name]))
      expect(valueIn(locals) ?? String(lan[name])).toBe(String(local[name]))
      expect(valueIn(wans) ?? String(lan[name])).toBe(String(wan[name]))
      expect(effect?.length).toBeGreaterThan(10)
    },
  )

  it('are those of one data centre, if nothing else is said', () => {
    expect(defaultMembershipConfig).toBe(lan)
  })
})
