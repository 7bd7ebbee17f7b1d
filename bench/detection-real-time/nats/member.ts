/**
 * One member as a process of its own, over NATS, with default settings: `node member.js PLAN`.
 * Joins and then tells, as lines of JSON, what it finds out about others and what it is asked. Ends
 * with its standard input, so that it does not outlive who started it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { createMember, type Member, type Notice, type Transport } from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { natsTransport } from '@quorate/transport-nats'
import { ignoreElements } from 'rxjs'
import { type Line, type MemberPlan, type Question, type ToldKind, toldKinds } from './told.ts'

const cluster = 'detection'
const joinTimeoutMs = 60_000
/** A busy event loop: blocked for so long at a time, and for this share of the time. */
const blockedMs = { min: 50, max: 200 }
const blockedShare = 0.8

const say = (line: Line): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

process.stdin.resume().on('end', () => process.exit(0))
const plan = JSON.parse(process.argv[2] ?? '{}') as MemberPlan
const member = await started(plan)
member.notices$.subscribe(tell)
if (plan.contact !== undefined) await member.join(plan.contact, { timeoutMs: joinTimeoutMs })
createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(JSON.parse(line) as Question)
})
say({ kind: 'ready', at: Date.now() })

function started({ name, url, secret, contact, hasHints }: MemberPlan): Promise<Member> {
  const transport = natsTransport({ address: name, cluster, servers: url })
  return createMember({
    name,
    secret,
    transport: hasHints ? transport : withoutHints(transport),
    log: new MemoryLogStore(),
    foundsCluster: contact === undefined,
  })
}

/** The same transport of a network where nobody is told that nobody listens. */
function withoutHints(transport: Transport): Transport {
  return {
    address: transport.address,
    capabilities: { ...transport.capabilities, unreachable: false },
    get maxFrameBytes() {
      return transport.maxFrameBytes
    },
    frames$: transport.frames$,
    status$: transport.status$,
    unreachable$: transport.unreachable$.pipe(ignoreElements()),
    open: () => transport.open(),
    close: () => transport.close(),
    send: (to, bytes) => transport.send(to, bytes),
    broadcast: (bytes) => transport.broadcast(bytes),
  }
}

const isTold = (kind: string): kind is ToldKind => toldKinds.some((told) => told === kind)

function tell(notice: Notice): void {
  const { kind }: { readonly kind: string } = notice
  if (isTold(kind) && 'name' in notice) say({ kind, at: Date.now(), name: notice.name })
}

async function answer(question: Question): Promise<void> {
  if (question.kind === 'look') return look(question.id)
  const stallMaxMs = await burn(question.forMs)
  say({ kind: 'burn', id: question.id, at: Date.now(), stallMaxMs })
}

function look(id: number): void {
  const notAlive = member.peers().filter(({ status }) => status !== 'alive')
  say({
    kind: 'look',
    id,
    at: Date.now(),
    state: member.state.state,
    hash: member.version().hash,
    members: member.members().length,
    notAlive: notAlive.map(({ name }) => name),
  })
}

/** Milliseconds of the longest stall that came of it. */
async function burn(forMs: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const end = performance.now() + forMs
  while (performance.now() < end) {
    const ms = blockedMs.min + Math.random() * (blockedMs.max - blockedMs.min)
    block(ms)
    await pause((ms * (1 - blockedShare)) / blockedShare)
  }
  delay.disable()
  return delay.max / 1e6
}

function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) Math.hypot(end, ms)
}
