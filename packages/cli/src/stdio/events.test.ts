import { ClusterError, type Notice } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { joinedEvent, joinFailedEvent, nameTakenEvent, noticeEvent, stateEvent } from './events.ts'
import { eventLines, notices } from './told-events.fixture.ts'

/** The events as docs/stdio.md shows them; one that is too long for a line goes on in the next. */
const shown = eventLines
  .replaceAll(',\n ', ',')
  .split('\n')
  .filter((line) => line.startsWith('{'))

const toldKinds: { readonly [Kind in Exclude<Notice['kind'], 'housekeeping-done'>]: true } = {
  'peer-suspected': true,
  'peer-confirmed': true,
  'peer-refuted': true,
  accused: true,
  'peer-failed': true,
  'peer-recovered': true,
  'member-joined': true,
  'member-left': true,
  'member-ejected': true,
  'member-replaced': true,
  'member-moved': true,
  'member-down': true,
  'member-up': true,
  replayed: true,
  revised: true,
  conflict: true,
  void: true,
  displaced: true,
  'store-renewed': true,
  superseded: true,
  forked: true,
  'listed-elsewhere': true,
  'frame-refused': true,
  'message-refused': true,
  warning: true,
}

describe('events', () => {
  it('are what docs/stdio.md shows', () => {
    const error = new ClusterError({ kind: 'network-error', detail: '' })
    const told = [
      stateEvent({ state: 'degraded', reasons: ['too-many-failed'] }),
      joinedEvent('b'),
      joinFailedEvent({ contact: 'b', error, isFinal: false }).replace('Network error', '…'),
      nameTakenEvent('a'),
      ...notices.map(noticeEvent),
    ]
    expect(told).toEqual(shown)
  })

  it('are told of every kind of notice but the end of a period', () => {
    expect(new Set(notices.map(({ kind }) => kind))).toEqual(new Set(Object.keys(toldKinds)))
    expect(noticeEvent({ kind: 'housekeeping-done' })).toBeUndefined()
  })

  it('leave out who logged it when nobody knows', () => {
    const joined = notices.find(({ kind }) => kind === 'member-joined')
    if (joined?.kind !== 'member-joined') throw new Error('the fixture has one')
    expect(noticeEvent({ ...joined, by: undefined })).toBe(
      '{"event":"member-joined","name":"c","store":"77"}',
    )
  })
})
