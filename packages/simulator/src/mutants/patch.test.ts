import { describe, expect, it } from 'vitest'
import { patched } from './patch.ts'

const mutant = { name: 'm', find: 'a < b', replace: 'a <= b' }

describe('a patch', () => {
  it('changes the one place that fits', () => {
    expect(patched('if (a < b) return a', mutant)).toBe('if (a <= b) return a')
  })

  it('takes any white space for any other, and nothing else for anything', () => {
    expect(patched('if (a\n    <\tb)', mutant)).toBe('if (a <= b)')
    const literal = { name: 'm', find: 'f(x?.y[0] ** 2)', replace: '0' }
    expect(patched('return f(x?.y[0] ** 2)', literal)).toBe('return 0')
    expect(() => patched('return f(x.y0 * 2)', literal)).toThrow('0 places fit')
  })

  it('is refused where nothing fits, or more than one place does', () => {
    expect(() => patched('a > b', mutant)).toThrow('m: 0 places fit')
    expect(() => patched('a < b || a < b', mutant)).toThrow('m: 2 places fit')
  })

  it('is refused if it changes nothing', () => {
    expect(() => patched('a < b', { ...mutant, replace: 'a < b' })).toThrow('changes nothing')
  })

  it('puts in what it says, also where that looks like a pattern', () => {
    expect(patched('a < b', { ...mutant, replace: '$& $1' })).toBe('$& $1')
  })
})
