/**
 * [request-nats]: data requests from one member to another over a real server, two processes, 100
 * bytes each way, every frame proven. Beside them, in turns: `request()` of the client that carries
 * them, which they must not fall behind; Moleculer's remote call, the one to beat next; and the
 * bare wire, the limit.
 */
import type { Benchmark, Effort, Figure, Spread, Target } from './figure.ts'
import { spreadOf } from './measure.ts'
import {
  type CallRate,
  memberRequests,
  moleculerCalls,
  type NatsLoad,
  rawNatsRequests,
  transportFrames,
} from './nats-raw.ts'

type Way = 'ours' | 'raw' | 'moleculer' | 'wire'

export type Measure = Readonly<Record<Way, (load: NatsLoad) => Promise<CallRate>>>

const ways: Measure = {
  ours: memberRequests,
  raw: rawNatsRequests,
  moleculer: moleculerCalls,
  wire: transportFrames,
}

const manyInFlight = 64
const payloadBytes = 100
/** Ours is more code than a client: it is compiled after some thousand calls, one at a time. */
const warmupMs = 2000
const measureMs = 1500
const patienceAlone = 1.5

const names: Readonly<Record<Way, string>> = {
  ours: 'request-nats',
  raw: 'request-nats/raw',
  moleculer: 'request-nats/moleculer',
  wire: 'request-nats/wire',
}

const notes: Readonly<Record<Way, string>> = {
  ours: 'member.request() between two processes',
  raw: 'request() of the nats client',
  moleculer: "Moleculer's remote call",
  wire: 'frames over our transport, and nothing else',
}

export const requestNats: Benchmark = {
  name: 'request-nats',
  area: 'requests',
  run: (effort) => requestFigures(ways, effort),
}

/** The figures, from whatever measures the calls. */
export async function requestFigures(measure: Measure, effort: Effort): Promise<Figure[]> {
  const many = await inTurns(measure, manyInFlight, effort)
  const alone = await inTurns(measure, 1, effort)
  const raw = { rate: rateOf(many.raw), p99: p99Of(many.raw), p50Alone: p50Of(alone.raw) }
  const targets: Targets = {
    rate: { is: 'at-least', value: raw.rate.value },
    p99: { is: 'at-most', value: raw.p99.value },
    p50Alone: { is: 'at-most', value: raw.p50Alone.value * patienceAlone },
  }
  return (Object.keys(ways) as Way[]).flatMap((way) =>
    figuresOf(way, { many: many[way], alone: alone[way] }, way === 'ours' ? targets : undefined),
  )
}

interface Targets {
  readonly rate: Target
  readonly p99: Target
  readonly p50Alone: Target
}

type Runs = Readonly<Record<Way, readonly CallRate[]>>

/** All ways one after another, and again: what slows the machine slows all. */
async function inTurns(measure: Measure, inFlight: number, effort: Effort): Promise<Runs> {
  const load: NatsLoad = {
    inFlight,
    payloadBytes,
    warmupMs: warmupMs * effort.share,
    measureMs: Math.max(1, measureMs * effort.share),
  }
  const runs: Record<Way, CallRate[]> = { ours: [], raw: [], moleculer: [], wire: [] }
  for (let run = 0; run < effort.runs; run++)
    for (const way of Object.keys(ways) as Way[]) runs[way].push(await measure[way](load))
  return runs
}

const rateOf = (runs: readonly CallRate[]): Spread => spreadOf(runs.map((run) => run.perSecond))
const p50Of = (runs: readonly CallRate[]): Spread => spreadOf(runs.map((run) => run.p50Ms))
const p99Of = (runs: readonly CallRate[]): Spread => spreadOf(runs.map((run) => run.p99Ms))

interface Loads {
  readonly many: readonly CallRate[]
  readonly alone: readonly CallRate[]
}

function figuresOf(way: Way, { many, alone }: Loads, targets: Targets | undefined): Figure[] {
  const name = names[way]
  const note = notes[way]
  return [
    {
      name,
      ...rateOf(many),
      unit: 'calls/s',
      target: targets?.rate,
      note: `${note}, ${manyInFlight} in flight`,
    },
    {
      name: `${name}/p99`,
      ...p99Of(many),
      unit: 'ms',
      target: targets?.p99,
      note: `the same, slowest hundredth`,
    },
    {
      name: `${name}/p50-alone`,
      ...p50Of(alone),
      unit: 'ms',
      target: targets?.p50Alone,
      note: `one in flight, median; ${rounded(rateOf(alone).value)} calls/s`,
    },
  ]
}

const rounded = (value: number): string => String(Math.round(value))
