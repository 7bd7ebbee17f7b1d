import type { Logger } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'

describe('a logger of a member', () => {
  it('counts messages by level, and remembers warnings and errors', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    a.logger.info({}, 'hello')
    b.logger.info({}, 'hello')
    world.run(10)
    b.logger.warn({ peer: 'a' }, 'hello')
    a.logger.error({}, 'boo')
    const { logbook } = world
    expect(logbook.count('info', 'hello')).toBe(2)
    expect(logbook.count('warn', 'hello')).toBe(1)
    expect(logbook.count('debug', 'hello')).toBe(0)
    expect(logbook.troubles).toEqual([
      { at: 10, member: 'b', level: 'warn', message: 'hello', fields: { peer: 'a' } },
      { at: 10, member: 'a', level: 'error', message: 'boo', fields: {} },
    ])
  })

  it('counts marks by name', () => {
    const world = createWorld({ seed: 1 })
    const { logger } = world.env('a')
    logger.debug({ mark: 'log.replay' }, 'mark')
    logger.debug({ mark: 'log.replay' }, 'mark')
    logger.debug({ mark: 'join.lost' }, 'mark')
    logger.debug({ mark: 5 }, 'mark')
    logger.info({ mark: 'join.lost' }, 'mark')
    expect([...world.marks]).toEqual([
      ['log.replay', 2],
      ['join.lost', 1],
    ])
    expect(world.logbook.count('debug', 'mark')).toBe(1)
  })

  it('passes on what it is told', () => {
    const lines: string[] = []
    const tell =
      (level: string) =>
      (fields: object, message: string): void => {
        lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
      }
    const logger: Logger = {
      debug: tell('debug'),
      info: tell('info'),
      warn: tell('warn'),
      error: tell('error'),
    }
    const env = createWorld({ seed: 1, logger }).env('a')
    env.logger.debug({ mark: 'x' }, 'mark')
    env.logger.error({ x: 1 }, 'boo')
    expect(lines).toEqual(['debug mark {"mark":"x"}', 'error boo {"x":1}'])
  })

  it('keeps the latest 1,000 troubles, and counts 10,000 texts', () => {
    const world = createWorld({ seed: 1 })
    const { logger } = world.env('a')
    for (let i = 0; i < 10_001; i++) {
      logger.warn({}, String(i))
      logger.debug({ mark: String(i) }, 'mark')
    }
    const { troubles } = world.logbook
    expect([troubles.length, troubles[0]?.message]).toEqual([1_000, '9001'])
    expect(world.logbook.count('warn', '9999')).toBe(1)
    expect(world.logbook.count('warn', '10000')).toBe(0)
    expect(world.marks.size).toBe(10_000)
  })

  it('is silent once its process has ended: a leak', () => {
    const world = createWorld({ seed: 1 })
    const { logger } = world.env('a')
    world.crash('a')
    logger.info({}, 'from beyond')
    expect(world.logbook.count('info', 'from beyond')).toBe(0)
    expect(world.leaks).toBe(1)
  })
})
