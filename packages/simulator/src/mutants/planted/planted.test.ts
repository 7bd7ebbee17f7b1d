import { beforeAll, describe, expect, it } from 'vitest'
import { builtText, demandBuilt } from '../built-core.fixture.ts'
import { patched } from '../patch.ts'
import { mutantNamed, mutants } from './index.ts'

describe('planted bugs', () => {
  beforeAll(demandBuilt)

  it('are at least 24, of at least 10 areas, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(24)
    expect(new Set(mutants.map(({ area }) => area)).size).toBeGreaterThanOrEqual(10)
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  })

  it.each(mutants)('$name fits one place of the built code, and changes it', (mutant) => {
    const text = builtText(mutant)
    expect(patched(text, mutant)).not.toBe(text)
    expect(mutant.expects.length).toBeGreaterThan(0)
    expect(mutant.name).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('are found by name', () => {
    expect(mutantNamed('digest-by-size').area).toBe('log')
    expect(() => mutantNamed('none')).toThrow('no mutant is called none')
  })
})
