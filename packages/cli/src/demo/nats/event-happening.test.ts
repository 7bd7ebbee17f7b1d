import { describe, expect, it } from 'vitest'
import { noticeEvent, joinedEvent, nameTakenEvent, stateEvent } from '../../stdio/events.ts'
import { notices } from '../../stdio/told-events.fixture.ts'
import { happeningOf } from './event-happening.ts'

/** The stories put no bytes, and a line has them in other words. */
const told = notices.map((notice) => (notice.kind === 'revised' ? { ...notice, now: 20 } : notice))

const happened = (line: string) => happeningOf(JSON.parse(line))

describe('an event line', () => {
  it.each(told)('of $kind reads as the notice it was made from', (notice) => {
    const line = noticeEvent(notice)
    if (line === undefined) expect(notice.kind).toBe('housekeeping-done')
    else expect(happened(line)).toEqual(notice)
  })

  it('of a change of state reads as that', () => {
    const state = { state: 'degraded', reasons: ['no-quorum'] } as const
    expect(happened(stateEvent(state))).toEqual({ kind: 'state', ...state })
  })

  it.each([joinedEvent('a'), nameTakenEvent('a'), '{"id":1,"ok":true}'])(
    '%s says nothing about the cluster',
    (line) => {
      expect(happened(line)).toBeUndefined()
    },
  )
})
