/**
 * One member as a process of its own, its log in a folder, over NATS, with default settings:
 * `node writer.js PLAN`. It writes as much as it is told to and says what was acknowledged. Ends
 * with its standard input, so that it does not outlive who started it.
 */
import { createInterface } from 'node:readline'
import { ClusterError, createMember } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { natsTransport } from '@quorate/transport-nats'
import type { Line, Question, WriterPlan } from './told.ts'

const cluster = 'log-kills'
const joinTimeoutMs = 60_000
/** So small that segments change every few rounds. */
const segmentBytes = 262_144

const say = (line: Line): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

process.stdin.resume().on('end', () => process.exit(0))
const { name, url, secret, folder, contact } = JSON.parse(process.argv[2] ?? '{}') as WriterPlan
const member = await createMember({
  name,
  secret,
  transport: natsTransport({ address: name, cluster, servers: url }),
  log: fileLog(folder, { segmentBytes }),
  foundsCluster: contact === undefined,
})
if (contact !== undefined && member.state.state === 'joining')
  await member.join(contact, { timeoutMs: joinTimeoutMs })
let isFirst = true
member.state$.subscribe(({ state }) => {
  if (state === 'operational' && isFirst) say({ kind: 'operational' })
  if (state === 'operational') isFirst = false
})
createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(JSON.parse(line) as Question)
})

async function answer(question: Question): Promise<void> {
  switch (question.kind) {
    case 'write':
      for (let writer = 0; writer < question.writers; writer++) void write(writer, question.times)
      return
    case 'look':
      return say({ kind: 'look', state: member.state.state, hash: member.version().hash })
    case 'stop':
      await member.stop()
      process.exit(0)
  }
}

async function write(writer: number, times: number): Promise<void> {
  const key = `${name}-${writer}`
  for (let nth = 0; nth < times; nth++) {
    const value = `${process.pid}.${performance.now()}`
    await member.put(key, value).then((id) => say({ kind: 'wrote', id, key, value }), refused)
  }
}

function refused(error: unknown): void {
  if (!(error instanceof ClusterError)) throw error
  say({ kind: 'refused', code: error.code })
}
