import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vectorOf } from '../log/index.ts'
import { type Address, type Claim, clusterLabel, type Outcome, tagOf } from '../model/index.ts'
import { rosterOf, valueOf } from '../state/index.ts'
import { Wire, type Wired } from '../wire.fixture.ts'

const names = ['a', 'b', 'c', 'd'] as const
const someone = fc.constantFrom(...names)

/** What a detector gone mad says to one member of another, in the name of a third. */
const lie = fc.record({
  kind: fc.constant('lie' as const),
  to: someone,
  from: someone,
  about: someone,
  status: fc.constantFrom('alive', 'suspect', 'failed'),
  lifeAhead: fc.constantFrom(-1, 0, 0, 0, 1, 1000),
  refutations: fc.nat(4),
  observers: fc.nat(4),
})
const happening = fc.oneof(
  { weight: 6, arbitrary: lie },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hint' as const), to: someone, about: someone }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('put' as const), by: someone, key: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(4000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), alone: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heal' as const) }) },
)
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never

function cluster(): Wire {
  const wire = new Wire()
  for (const name of names) wire.start(name)
  for (const name of names.slice(1))
    wire.command(name, { kind: 'join', contact: 'a' as Address, timeoutMs: 10_000 })
  wire.run(3_000)
  return wire
}

const tagFor = ({ kernel: { self } }: Wired): Claim['about'] =>
  self.store === undefined ? ('' as Claim['about']) : tagOf(self.store)

function claimOf(wire: Wire, told: Extract<Happening, { kind: 'lie' }>): Claim {
  const about = wire.get(told.about)
  const { status, refutations, observers } = told
  const incarnation = Math.max(0, about.kernel.self.incarnation + told.lifeAhead)
  const by = tagFor(wire.get(told.from))
  return { about: tagFor(about), status, incarnation, refutations, by, observers }
}

/** Lets it happen; the id of the command, if it is one. */
function happen(wire: Wire, one: Happening): number | undefined {
  switch (one.kind) {
    case 'lie': {
      const { config, kernel } = wire.get(one.from)
      const label = clusterLabel(kernel.self.cluster)
      const from = { name: config.name, address: config.address, cluster: label }
      const message = { kind: 'gossip', claims: [claimOf(wire, one)] } as const
      wire.happen(one.to, { kind: 'message-received', from, message })
      return undefined
    }
    case 'hint':
      wire.happen(one.to, { kind: 'peer-unreachable', address: one.about as string as Address })
      return undefined
    case 'put':
      return wire.command(one.by, {
        kind: 'put',
        key: `k${one.key}`,
        value: one.by,
        basis: undefined,
      })
    case 'wait':
      wire.run(one.ms)
      return undefined
    case 'cut':
      wire.cut(
        names.filter((name) => name !== one.alone),
        [one.alone],
      )
      return undefined
    case 'heal':
      wire.heal()
      return undefined
  }
}

const rosterSeenBy = ({ kernel }: Wired): readonly string[] =>
  rosterOf(kernel.checkpoints.state).map(({ name }) => name)

const isDone = (outcome: Outcome<unknown> | undefined): boolean => outcome?.ok === true

it('whatever a detector says, nobody is out, no write is lost, and all agree in the end', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const wire = cluster()
      const puts: number[] = []
      for (const one of happenings) {
        const put = happen(wire, one)
        if (put !== undefined) puts.push(put)
        // No verdict ever moves the roster: only entries do.
        for (const name of names) expect(rosterSeenBy(wire.get(name))).toEqual([...names])
      }
      wire.heal()
      wire.run(90_000)
      const [first, ...others] = names.map((name) => wire.get(name))
      expect(puts.every((id) => isDone(wire.outcomes.get(id)))).toBe(true)
      const written = first?.kernel.log.ordered.slice(0) ?? []
      const ofPuts = written.filter(({ event }) => event.kind === 'state-info-put')
      expect(ofPuts).toHaveLength(puts.length)
      for (const other of others) {
        expect(vectorOf(other.kernel.log)).toEqual(vectorOf(first?.kernel.log ?? other.kernel.log))
        for (const key of ['k0', 'k1', 'k2'])
          expect(valueOf(other.kernel.checkpoints.state, key)).toEqual(
            first === undefined ? undefined : valueOf(first.kernel.checkpoints.state, key),
          )
      }
      for (const name of names)
        for (const { status } of wire.get(name).kernel.membership.live.values())
          expect(status).toBe('alive')
    }),
    { numRuns: 60 },
  )
})
