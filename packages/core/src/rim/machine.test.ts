import { describe, expect, it } from 'vitest'
import { Wire } from '../wire.fixture.ts'
import { initialKernel, type Kernel, replay } from '../kernel/index.ts'
import type { Address, Input, MemberName } from '../model/index.ts'
import { MemberMachine } from './machine.ts'

const join = (contact: string) =>
  ({ kind: 'join', contact: contact as Address, timeoutMs: 10_000 }) as const

/** Until one that hears nobody, and whom nobody confirms, is sure: suspicions last the longest. */
const aloneMs = 13_000

/** A life that visits every state, and most ways from one to another. */
function eventfulLife(): Wire {
  const wire = new Wire({ replicationFactor: 2 })
  for (const name of ['a', 'b', 'c']) wire.start(name)
  for (const name of ['b', 'c']) wire.command(name, join('a'))
  wire.run(2_000)
  wire.cut(['a', 'b'], ['c'])
  wire.run(aloneMs)
  wire.heal()
  wire.run(9_000)
  wire.cut(['a', 'b'], ['c'])
  wire.run(aloneMs)
  wire.command('a', { kind: 'eject', name: 'c' as MemberName })
  wire.heal()
  wire.run(3_000)
  wire.command('c', join('b'))
  wire.run(3_000)
  return wire
}

function machineOf(kernel: Kernel) {
  const seen: string[] = []
  const stops: unknown[] = []
  const machine = new MemberMachine({ kernel, run: () => undefined })
  machine.start(
    (status) => seen.push(status.state),
    (failure) => stops.push(failure),
  )
  return { machine, seen, stops }
}

describe('the lifecycle', () => {
  it('is in the state that the kernel derives, after every input', () => {
    const { config, inputs } = eventfulLife().get('c')
    const { machine, seen } = machineOf(initialKernel(config))
    inputs.forEach((input, index) => {
      machine.take(input)
      const { kernel } = machine
      expect(machine.status.state).toBe(kernel.lifecycle.state)
      if (index % 50 === 0)
        expect(kernel.lifecycle).toEqual(
          replay(config, inputs.slice(0, index + 1)).kernel.lifecycle,
        )
    })
    // The first status is the one it starts in; a change of reasons alone is told as well.
    expect(seen.filter((state, index) => state !== seen[index - 1])).toEqual([
      'joining',
      'operational',
      'joining',
      'operational',
      'degraded',
      'operational',
      'degraded',
      'ejected',
      'joining',
      'operational',
    ])
  })

  it('is stopped for good by a stop', () => {
    const { config, inputs } = eventfulLife().get('a')
    const { machine, stops } = machineOf(initialKernel(config))
    const [first] = inputs
    if (first !== undefined) machine.take(first)
    machine.stop()
    const before = machine.kernel
    for (const input of inputs.slice(1, 5)) machine.take(input)
    expect(machine.status.state).toBe('stopped')
    expect(machine.kernel).toBe(before)
    expect(stops).toEqual([undefined])
  })

  it('is stopped by an invariant that does not hold, which is kept as the reason', () => {
    const { config, inputs } = eventfulLife().get('a')
    const { machine, stops } = machineOf(initialKernel(config))
    const [first] = inputs
    if (first !== undefined) machine.take(first)
    machine.take({ ...first, kind: 'no-such-input' } as unknown as Input)
    expect(machine.status.state).toBe('stopped')
    expect(stops).toEqual([expect.objectContaining({ name: 'InvariantViolation' })])
  })
})
