import { describe, expect, it } from 'vitest'
import { saying } from './saying.fixture.ts'

async function demo(...args: readonly string[]) {
  const heard = await saying('demo', args)
  return { ...heard, said: heard.said.join('\n') }
}

describe('quorate demo', () => {
  it('takes a seed and a number of members', async () => {
    const { code, said } = await demo('--seed', '42', '--members', '4')
    expect(code).toBe(0)
    expect(said).toContain('4 members in one process')
    expect(said).toContain('Seed 42.')
    expect(said).toContain('All 5 members agree')
  })

  it.each([
    [['--seed', 'x'], '--seed', 'a whole number from 0 to 999999999'],
    [['--seed', '-1'], '--seed', 'a whole number'],
    [['--members', '3'], '--members', 'a whole number from 4 to 20'],
    [['--members', '21'], '--members', 'from 4 to 20'],
    [['--members', '5.5'], '--members', 'a whole number'],
    [['--nats', '--seed', '1'], '--nats', 'cannot be used with'],
    [['--nats', '--real-time'], '--nats', 'cannot be used with'],
    [['--colour'], '--colour', 'unknown option'],
    [['fast'], 'too many arguments', ''],
  ])('refuses %j with what is allowed', async (args, option, allowed) => {
    const { code, said, complaints } = await demo(...args)
    expect(code).toBe(2)
    expect(said).toBe('')
    expect(complaints).toContain(option)
    expect(complaints).toContain(allowed)
  })

  it('says what its options are', async () => {
    const { code, said } = await demo('--help')
    expect(code).toBe(0)
    for (const option of ['--seed', '--members', '--real-time', '--nats'])
      expect(said).toContain(option)
  })
})
