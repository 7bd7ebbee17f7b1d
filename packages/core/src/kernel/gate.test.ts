import { describe, expect, it } from 'vitest'
import type { Address, Command, MemberName } from '../model/index.ts'
import type { LifecycleState } from '../state/index.ts'
import { gate } from './gate.ts'
import type { Kernel, LifecycleReason } from './kernel.ts'
import { Wire } from '../wire.fixture.ts'

const commands: { readonly [Kind in Command['kind']]: Extract<Command, { kind: Kind }> } = {
  join: { kind: 'join', contact: 'b' as Address, timeoutMs: 1 },
  eject: { kind: 'eject', name: 'b' as MemberName },
  leave: { kind: 'leave', timeoutMs: 1 },
  put: { kind: 'put', key: 'k', value: 1, basis: undefined },
  delete: { kind: 'delete', key: 'k', basis: undefined },
  'set-member-info': { kind: 'set-member-info', info: {} },
  ask: {
    kind: 'ask',
    to: { name: 'b' as MemberName, address: undefined },
    subject: 'data',
    data: null,
    timeoutMs: 1,
  },
  abandon: { kind: 'abandon', id: 1 },
  'set-housekeeping': { kind: 'set-housekeeping', running: true },
  configure: { kind: 'configure', membership: {} },
}

const always = ['join', 'abandon', 'set-housekeeping', 'configure']

const inState = (state: LifecycleState, more: Partial<Kernel> = {}): Kernel => {
  const { kernel } = new Wire().start('a')
  return { ...kernel, lifecycle: { state, reasons: [] }, ...more }
}

/** Which commands a kernel refuses, by the kind of the refusal. */
function refusals(kernel: Kernel): Record<string, string> {
  const refused: Record<string, string> = {}
  for (const [kind, command] of Object.entries(commands)) {
    const refusal = gate(kernel, command)
    if (refusal !== undefined) refused[kind] = refusal.kind
  }
  return refused
}

const all = (kind: string, but: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.keys(commands)
      .filter((command) => !but.includes(command))
      .map((command) => [command, kind]),
  )

describe('the gate', () => {
  it.each(['operational', 'degraded'] as const)('is open while %s', (state) => {
    expect(refusals(inState(state))).toEqual({})
  })

  it.each(['joining', 'ejected'] as const)('lets only a join through while %s', (state) => {
    expect(refusals(inState(state))).toEqual(all('not-joined', always))
  })

  it('says of one that left that it left', () => {
    const told = (reasons: readonly LifecycleReason[]): string | undefined =>
      gate({ ...inState('ejected'), lifecycle: { state: 'ejected', reasons } }, commands.put)
        ?.detail
    expect(told(['left'])).toBe('a left: it must join again')
    expect(told(['ejected'])).toBe('a was ejected: it must join again')
  })

  it('is shut before the log is loaded', () => {
    const kernel = inState('joining', { isLoaded: false })
    expect(refusals(kernel)).toEqual(all('not-joined', []))
  })

  it('lets a client ask, and nothing else', () => {
    const kernel = new Wire().start('c', 'client').kernel
    expect(refusals(kernel)).toEqual({
      ...all('not-member', ['ask', 'abandon', 'join']),
      join: 'cluster-config',
    })
  })

  it('takes no write once the store has failed, but goes on otherwise', () => {
    const kernel = inState('degraded', { storeFailure: 'disk full' })
    expect(refusals(kernel)).toEqual({
      join: 'store-failed',
      put: 'store-failed',
      delete: 'store-failed',
      'set-member-info': 'store-failed',
      eject: 'store-failed',
      leave: 'store-failed',
    })
  })
})
