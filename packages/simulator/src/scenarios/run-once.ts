/**
 * Requests of a member and of two clients, to a member whose handler is slow, over a network that
 * loses frames and brings others again seconds later, while that member dies and comes back:
 * whatever happens, a request is run once at most, and ends in time (Q1, Q2, Q3, Q9, F3, F4).
 */
import {
  type Client,
  createClient,
  type Member,
  type MemberOptions,
  type Value,
} from '@quorate/core'
import type { MemberEnv, Rule, SentFrame, Verdict } from '@quorate/transport-memory'
import { pass } from '@quorate/transport-memory'
import type { Scenario } from '../mutants/index.ts'
import { endOf, secret, Stage } from './stage.ts'

const requests = 40
const timeoutMs = 6000

export const runOnce: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const ran = new Map<string, number>()
    const serve = handlerOf(stage, ran)
    await stage.form(['a'])
    const server = await startServer(stage, serve)
    await stage.world.settle(server.join('a'))
    const clients = [await startClient(stage, 'c'), await startClient(stage, 'd')]
    await stage.world.advance(3000)
    stage.world.addRule(unfaithful)
    const ends: Promise<string>[] = []
    for (let i = 0; i < requests; i++) {
      const asker = clients[stage.below(3, `asker ${i}`)] ?? stage.member('a')
      ends.push(endOf(asker.request('b', `request ${i}`, { timeoutMs })))
      await stage.world.advance(stage.below(1500, `wait ${i}`))
      if (stage.draw.unit(`crash ${i}`) < 0.15) await again(stage, serve)
    }
    await endedIn(stage, ends)
    for (const [request, times] of ran)
      if (times > 1) stage.found(`Q3: ${request} was run ${times} times`)
    return stage.findings[0]
  },
}

type Serve = (env: MemberEnv) => (data: Value) => Promise<Value>

/** One place for clients: what is known of one is forgotten for the other, and is not missed. */
const serving: Partial<MemberOptions> = {
  onRequestOptions: { allowClients: true },
  settings: { requests: { sendersMax: 1 } },
}

async function startClient(stage: Stage, machine: string): Promise<Client> {
  const created = createClient({ secret, ...stage.world.env(machine), contacts: ['b'] })
  return stage.world.settle(created)
}

const handlerOf =
  (stage: Stage, ran: Map<string, number>): Serve =>
  (env) =>
  (data) => {
    const request = JSON.stringify(data)
    ran.set(request, (ran.get(request) ?? 0) + 1)
    const takes = stage.below(2500, `takes ${request}`)
    return new Promise((resolve) => {
      env.clock.schedule(env.clock.monotonic() + takes, () => resolve(data))
    })
  }

async function startServer(stage: Stage, serve: Serve): Promise<Member> {
  const env = stage.world.env('b')
  const onRequest = serve(env)
  return stage.adopt('b', env, { ...serving, onRequest })
}

async function again(stage: Stage, serve: Serve): Promise<void> {
  stage.crash('b')
  const env = stage.world.restart('b')
  await stage.adopt('b', env, { ...serving, onRequest: serve(env) })
}

async function endedIn(stage: Stage, ends: readonly Promise<string>[]): Promise<void> {
  let open = ends.length
  for (const end of ends) void end.then(() => open--)
  await stage.world.advance(timeoutMs + 2000)
  if (open > 0) stage.found(`Q1: ${open} requests did not end`)
}

/** Loses some frames, and brings some again when nobody waits for them any more. */
const unfaithful: Rule = (_: SentFrame, draw): Verdict => {
  const fate = draw.unit('fate')
  if (fate < 0.15) return { kind: 'drop', reason: 'unfaithful' }
  if (fate > 0.5) return pass
  const first = draw.between({ min: 1, max: 5 }, 'first')
  return { kind: 'duplicate', afterMs: [first, draw.between({ min: 5, max: 6000 }, 'again')] }
}
