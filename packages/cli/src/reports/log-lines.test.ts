import { ClusterError, type MemberName, type StoreId } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { notices } from '../stdio/told-events.fixture.ts'
import { loggerTo, logLines, reportsTo } from './log-lines.ts'

function log(colours: boolean): { lines: string[]; report: ReturnType<typeof logLines> } {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  return { lines, report: logLines({ write, colours, now: () => 0 }) }
}

const time = '1970-01-01T00:00:00.000Z'

describe('log lines', () => {
  it('have the time, how loud, and what happened', () => {
    const { lines, report } = log(false)
    const told = reportsTo(report)
    told.state({ state: 'operational', reasons: [] })
    told.state({ state: 'degraded', reasons: ['too-many-failed', 'no-quorum'] })
    told.link('up')
    told.joined('b')
    const error = new ClusterError({ kind: 'name-taken', detail: 'a' })
    told.joinFailed({ contact: 'b', error, isFinal: true })
    expect(lines).toEqual([
      `${time} info  this member is operational`,
      `${time} warn  this member is degraded, too-many-failed, no-quorum`,
      `${time} info  the link to NATS is up`,
      `${time} info  joined the cluster of b`,
      `${time} error could not join at b: Member name is taken (a)`,
    ])
  })

  it('tell every notice that is not for debugging, by name', () => {
    const { lines, report } = log(false)
    for (const notice of notices) reportsTo(report).notice(notice)
    expect(lines).toHaveLength(notices.length - 3)
    expect(lines).toContain(`${time} warn  c is down (by a)`)
    expect(lines).toContain(`${time} warn  conflict over limit: 10 lost to 20`)
    expect(lines).toContain(`${time} info  limit is deleted; it was 10`)
    expect(lines).toContain(
      `${time} info  replayed 5 entries, 2 of them late, from 7 on; changed: limit`,
    )
  })

  it('say that a member was ejected only of whom somebody ejected', () => {
    const { lines, report } = log(false)
    const ejected = {
      kind: 'member-ejected',
      name: 'c' as MemberName,
      store: '77' as StoreId,
    } as const
    reportsTo(report).notice({ ...ejected, by: 'a' as MemberName })
    reportsTo(report).notice({ ...ejected, by: undefined })
    expect(lines).toEqual([
      `${time} info  c was ejected (by a)`,
      `${time} info  c is in the roster no more`,
    ])
  })

  it('have colours only when asked for', () => {
    const { lines, report } = log(true)
    report({ level: 'warn', text: 'x' })
    expect(lines.join()).toContain('\u001b[33mwarn \u001b[39m')
  })

  it('are one line each, and bring no escape sequence of others to the terminal', () => {
    const { lines, report } = log(false)
    report({ level: 'info', text: 'a\nb\u001b[31mc' })
    expect(lines).toEqual([`${time} info  a b [31mc`])
  })

  it("are the library's own lines too, but its notices only once", () => {
    const { lines, report } = log(false)
    const logger = loggerTo(report)
    logger.warn({ kind: 'conflict' }, 'conflict')
    logger.debug({}, 'never')
    logger.warn({ trouble: new Error('gone'), to: 'b', parts: {} }, 'trouble with NATS')
    expect(lines).toEqual([`${time} warn  trouble with NATS (trouble: gone, to: b)`])
  })
})
