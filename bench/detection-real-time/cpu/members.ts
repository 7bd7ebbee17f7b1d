/**
 * Many members in one process, in real time, with default settings, at rest: `node --expose-gc
 * members.js PLAN` writes its report as one line of JSON. Ends with its standard input, so that it
 * does not outlive who started it.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { createMember, type Member, type Notice } from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { LocalNetwork } from './local-network.ts'
import type { RestPlan, RestReport } from './rest-report.ts'

const secret = 'a secret to measure with'
const gatherMs = 300_000
const pollMs = 100
const founder = 'm0'

process.stdin.resume().on('end', () => process.exit(0))
const plan = JSON.parse(process.argv[2] ?? '{}') as RestPlan
process.stdout.write(`${JSON.stringify(await measured(plan))}\n`)
process.exit(0)

async function measured({
  members: size,
  restMs,
  windows,
  windowMs,
}: RestPlan): Promise<RestReport> {
  const empty = memoryAfterCollection()
  const network = new LocalNetwork()
  const begun = performance.now()
  const members = await gathered(network, size)
  const gatheredMs = performance.now() - begun
  await pause(restMs)
  let accusations = 0
  for (const { notices$ } of members)
    notices$.subscribe((notice) => {
      if (isAccusation(notice)) accusations += 1
    })
  const [sent, from] = [network.sent, performance.now()]
  const loop = performance.eventLoopUtilization()
  const cpuMs: number[] = []
  for (let window = 0; window < windows; window++) cpuMs.push((await cpuShare(windowMs)) / size)
  const { utilization } = performance.eventLoopUtilization(loop)
  const seconds = (performance.now() - from) / 1000
  const residentKb = (process.memoryUsage().rss - empty.rss) / 1024
  const framesPerMemberSecond = (network.sent - sent) / size / seconds
  const heapKb = (memoryAfterCollection().heapUsed - empty.heapUsed) / 1024
  return {
    cpuMs,
    residentKbPerMember: residentKb / size,
    heapKbPerMember: heapKb / size,
    framesPerMemberSecond,
    loopShare: utilization,
    gatheredMs,
    accusations,
  }
}

/**
 * They join one after another, and nobody probes before all have joined and met: what is measured
 * is rest, and many that probe each other meanwhile could keep it from ever being reached. Resolves
 * when all know all.
 */
async function gathered(network: LocalNetwork, size: number): Promise<readonly Member[]> {
  const members: Member[] = []
  for (let i = 0; i < size; i++) members.push(await joined(network, `m${i}`))
  for (const [index, member] of members.entries()) await meet(member, members.slice(index + 1))
  for (const member of members) await member.resumeHousekeeping()
  const deadline = performance.now() + gatherMs
  while (!members.every((member) => member.members().length === size)) {
    if (performance.now() > deadline) throw new Error(`not all know all within ${gatherMs} ms`)
    await pause(pollMs)
  }
  return members
}

async function joined(network: LocalNetwork, name: string): Promise<Member> {
  const member = await createMember({
    name,
    secret,
    transport: network.transportAt(name),
    log: new MemoryLogStore(),
    foundsCluster: name === founder,
  })
  await member.pauseHousekeeping()
  if (name !== founder) await member.join(founder, { timeoutMs: gatherMs })
  return member
}

/**
 * Sessions are made on first contact, which a detector that asks few at a time has with the last
 * one only after many periods. The answers do not matter.
 */
async function meet(member: Member, others: readonly Member[]): Promise<void> {
  await Promise.allSettled(others.map(({ address }) => member.ping({ address })))
}

/** Processor milliseconds of this process per second that passed. */
async function cpuShare(ms: number): Promise<number> {
  const [before, from] = [process.cpuUsage(), performance.now()]
  await pause(ms)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (performance.now() - from)
}

function isAccusation(notice: Notice): boolean {
  const { kind }: { readonly kind: string } = notice
  return kind === 'peer-failed' || kind === 'peer-suspected'
}

function memoryAfterCollection(): NodeJS.MemoryUsage {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage()
}
