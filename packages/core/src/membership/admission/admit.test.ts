import { describe, expect, it } from 'vitest'
import type { MemberName } from '../../model/index.ts'
import { marked } from '../../model/index.ts'
import { answers, ask, asked, outside } from '../applicant.fixture.ts'
import { at, ejected, joined, named, storeOf } from '../cluster.fixture.ts'
import type { Setting } from '../side.fixture.ts'
import { Scene } from '../scene.fixture.ts'

const door = 'membership/admit'
const opens = (scene: Scene): Scene => scene.wait(100).fire(door)
const comes = (scene: Scene, name: string, store: string = name): Scene =>
  scene.hear(outside(name), ask(name, store))

/** `x` was let in a moment ago. */
const afterOne = (setting?: Setting): Scene => comes(new Scene(setting), 'x')
const waiting = ({ local }: Scene): readonly MemberName[] => [...(local.admitting?.keys() ?? [])]

describe('an admission', () => {
  it('is at once, if there was none just before', () => {
    const scene = afterOne()
    expect(scene.events).toEqual([joined('x')])
    expect(answers(scene)).toEqual(['at-x: let in'])
    expect(scene.armed(door)).toBe(100)
    expect(scene.effects).not.toContainEqual(marked('membership.admitted-together'))
  })

  it('makes the next ones wait, and lets them in together: one decision (M38)', () => {
    const scene = afterOne()
    for (const name of ['p', 'q', 'r']) {
      comes(scene.wait(10), name)
      expect([scene.events, scene.effects]).toEqual([[], []])
    }
    opens(scene)
    expect(scene.events).toEqual([joined('p'), joined('q'), joined('r')])
    expect(answers(scene)).toEqual(['at-p: let in', 'at-q: let in', 'at-r: let in'])
    expect(scene.decision?.effects.some(({ kind }) => kind === 'send')).toBe(false)
    expect(scene.effects).toContainEqual(marked('membership.admitted-together'))
    expect(scene.armed(door)).toBe(100)
    expect(waiting(scene)).toEqual([])
  })

  it('goes on so while they come, and is at once again when none came meanwhile', () => {
    const scene = opens(comes(afterOne(), 'p'))
    expect(comes(scene, 'q').events).toEqual([])
    expect(opens(scene).events).toEqual([joined('q')])
    expect(opens(scene).effects).toEqual([])
    expect(scene.local.admitting).toBeUndefined()
    expect(comes(scene, 'r').events).toEqual([joined('r')])
  })

  it('of the same store again is told at once, also while others wait', () => {
    const scene = comes(comes(afterOne(), 'p'), 'x')
    expect(answers(scene)).toEqual(['at-x: let in'])
    expect(waiting(scene)).toEqual(['p'])
  })

  it('does not delay a refusal, nor the question to whoever holds a name', () => {
    const scene = afterOne()
    expect(asked(comes(scene, 'b', 'y'))).toEqual(['at-b'])
    scene.learn('a', ejected('c'))
    expect(answers(comes(scene, 'c'))).toEqual(['at-c: cluster-state'])
    expect(waiting(scene)).toEqual([])
  })
})

describe('who waits (M39)', () => {
  it('keeps its place when it asks again', () => {
    const scene = comes(comes(comes(afterOne(), 'p'), 'q'), 'p')
    expect(scene.effects).toEqual([])
    expect(opens(scene).events).toEqual([joined('p'), joined('q')])
    expect(answers(scene)).toEqual(['at-p: let in', 'at-q: let in'])
  })

  it('gives its place to whoever asks for the same name', () => {
    const scene = comes(afterOne(), 'p', 'y')
    const other = { ...outside('p'), address: at('q') }
    scene.hear(other, { ...ask('p', 'z'), address: at('q') })
    expect(opens(scene).events).toEqual([{ ...joined('p', 'z'), address: at('q') }])
    expect(answers(scene)).toEqual(['at-q: let in'])
    expect(asked(comes(scene, 'p', 'y'))).toEqual(['at-q'])
  })

  it('is one of at most admitMax; more are overloaded, and ask again', () => {
    const scene = afterOne({ config: { admitMax: 2 } })
    for (const name of ['p', 'q']) expect(answers(comes(scene, name))).toEqual([])
    expect(answers(comes(scene, 'r'))).toEqual(['at-r: overloaded'])
    expect(answers(comes(scene, 'q'))).toEqual([])
    expect(waiting(opens(scene))).toEqual([])
    comes(scene, 'r')
    expect(opens(scene).events).toEqual([joined('r')])
  })

  it('is as many as 256 by default', () => {
    const scene = afterOne()
    const names = Array.from({ length: 257 }, (_, i) => `n${i}`)
    const told = names.map((name, i) => {
      const store = storeOf(`${String.fromCharCode(97 + (i % 26))}${'a'.repeat(1 + i / 26)}`)
      scene.hear(outside(name), { ...ask(name, 'x'), store })
      return answers(scene)
    })
    expect(told.slice(0, 256).flat()).toEqual([])
    expect(told[256]).toEqual(['at-n256: overloaded'])
    expect(opens(scene).events).toHaveLength(256)
  })
})

describe('when its turn comes each is judged again', () => {
  it('by the roster of then: another member may have given the name away', () => {
    const scene = comes(comes(afterOne(), 'p'), 'q').learn('b', joined('p', 'z'))
    expect(opens(scene).events).toEqual([joined('q')])
    expect(asked(scene)).toEqual(['at-p'])
    expect(answers(scene)).toEqual(['at-q: let in'])
  })

  it('another may have let it in: it is told so, and nothing is logged', () => {
    const scene = comes(afterOne(), 'p').learn('b', joined('p'))
    expect(opens(scene).events).toEqual([])
    expect(answers(scene)).toEqual(['at-p: let in'])
    expect(scene.local.admitting).toBeUndefined()
  })

  it('the sponsor may be out, or joining elsewhere: not-joined', () => {
    const out = comes(afterOne(), 'p').learn('b', ejected('a'))
    expect(answers(opens(out))).toEqual(['at-p: not-joined'])
    const gone = comes(afterOne(), 'p')
    gone.command(1, { kind: 'join', contact: at('z'), timeoutMs: 9000 })
    expect(answers(opens(gone))).toEqual(['at-p: not-joined'])
  })

  it('who was refused meanwhile is not let in afterwards', () => {
    const scene = comes(afterOne(), 'p')
    scene.wallAhead = -20_000
    expect(answers(comes(scene, 'p'))).toEqual(['at-p: clock-unsynchronised'])
    expect(waiting(scene)).toEqual([])
    scene.wallAhead = 0
    expect(opens(scene).events).toEqual([])
  })

  it('replaces the store that it gives up', () => {
    const scene = afterOne().hear(outside('b'), ask('b', 'y', storeOf('b')))
    expect(opens(scene).events).toEqual([joined('b', 'y', storeOf('b'))])
    expect(scene.local.live.get(named('b'))?.store).toBe(storeOf('y'))
  })
})
