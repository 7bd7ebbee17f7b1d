import { describe, expect, it } from 'vitest'
import { condense, type Telling } from './condense.ts'
import { type Happening, wordsFor } from './happening.ts'
import { Reporter } from './reporter.ts'
import { Timeline } from './timeline.ts'

function telling(at: number, by: string, happening: unknown): Telling {
  const words = wordsFor(happening as Happening)
  if (words === undefined) throw new Error('nothing to say')
  return { at, by, words }
}
const failed = (name: string) => ({ kind: 'peer-failed', name, reason: 'silent' })
const texts = (tellings: readonly Telling[]) =>
  condense(tellings).map(({ at, by, text }) => `${at} ${by.join(' ')}: ${text}`)

describe('condense', () => {
  it('makes one line of what one member tells of several, and of what several tell alike', () => {
    expect(
      texts([
        telling(1, 'b', failed('e')),
        telling(2, 'a', failed('d')),
        telling(3, 'b', failed('d')),
        telling(4, 'a', failed('e')),
        telling(5, 'c', failed('d')),
      ]),
    ).toEqual(['1 a b: cannot reach d e', '5 c: cannot reach d'])
  })

  it('says is of one and are of several', () => {
    const joined = (name: string) => ({ kind: 'member-joined', name, store: name, by: 'a' })
    const down = (name: string) => ({ kind: 'member-down', name, store: name, by: 'a' })
    expect(
      texts([
        telling(1, 'a', joined('b')),
        telling(1, 'a', joined('c')),
        telling(1, 'a', down('b')),
        telling(1, 'd', down('b')),
        telling(1, 'd', down('c')),
      ]),
    ).toEqual([
      '1 a: b c are members',
      '1 a: b is down (logged by a)',
      '1 d: b c are down (logged by a)',
    ])
  })

  it('keeps the order in which each told', () => {
    const state = (name: string) => ({ kind: 'state', state: name, reasons: [] })
    expect(
      texts([
        telling(1, 'a', state('operational')),
        telling(2, 'd', state('degraded')),
        telling(3, 'd', state('operational')),
        telling(4, 'b', state('operational')),
      ]),
    ).toEqual(['1 a: operational', '2 d: degraded', '3 b d: operational'])
  })

  it('counts those for whom there is no room', () => {
    const many = Array.from('abcdefghi', (name) => telling(1, 'z', failed(name)))
    expect(texts(many)).toEqual(['1 z: cannot reach a b c d e f +3'])
  })
})

interface Scene {
  now: number
  readonly lines: string[]
  readonly timeline: Timeline
}

function scene(look = { colours: false, isSlow: false }): Scene {
  const lines: string[] = []
  const its = { now: 0, lines }
  const screen = { colours: look.colours, write: (line: string) => void lines.push(line) }
  const timeline = new Timeline({ screen, now: () => its.now, isSlow: look.isSlow })
  return Object.assign(its, { timeline })
}

describe('the timeline', () => {
  it('waits for others to tell the same, but not for an act', () => {
    const its = scene()
    its.timeline.tell('a', { tone: 'bad', before: 'sad' })
    its.now = 200
    its.timeline.tell('b', { tone: 'bad', before: 'sad' })
    its.timeline.tick()
    expect(its.lines).toEqual([])
    its.now = 250
    its.timeline.tick()
    expect(its.lines).toEqual(['   0.000  a b            sad'])
    its.timeline.tell('a', { tone: 'good', before: 'glad' })
    its.timeline.act('c', 'does it')
    expect(its.lines.slice(1)).toEqual([
      '   0.250  a              glad',
      '   0.250  c            > does it',
    ])
  })

  it('shows that time passes where lines can be written over, and nowhere else', () => {
    const its = scene({ colours: true, isSlow: true })
    its.timeline.tick()
    its.timeline.tick()
    its.timeline.say('done')
    expect(its.lines).toHaveLength(2)
    expect(its.lines[1]).toBe('\u001B[1A\u001B[2Kdone')
    for (const look of [
      { colours: false, isSlow: true },
      { colours: true, isSlow: false },
    ]) {
      const other = scene(look)
      other.timeline.tick()
      expect(other.lines).toEqual([])
    }
  })
})

describe('a reporter', () => {
  it('tells a replaced store as such, and an ejection as one', () => {
    const its = scene()
    const reporter = new Reporter('a', its.timeline)
    const roster = (kind: 'member-joined' | 'member-ejected' | 'member-replaced', store: string) =>
      reporter.hear({ kind, name: 'c', store, by: 'a' } as Happening)
    roster('member-joined', '1')
    roster('member-joined', '2')
    roster('member-replaced', '1')
    roster('member-ejected', '2')
    its.timeline.flush()
    expect(its.lines.map((line) => line.slice(25))).toEqual([
      'c is a member',
      'c replaces the former one of its name',
      'c is ejected (logged by a)',
    ])
  })

  it('tells of being operational only after having been something else', () => {
    const its = scene()
    const reporter = new Reporter('a', its.timeline)
    for (const state of ['joining', 'operational', 'ejected', 'joining', 'operational'])
      reporter.hear({ kind: 'state', state, reasons: [] })
    its.timeline.flush()
    expect(its.lines.map((line) => line.slice(25))).toEqual(['ejected', 'operational'])
  })
})
